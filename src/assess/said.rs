//! Predictions in words, for every face alike.

use super::Prediction;
use crate::locale::Locale;
use crate::probe::Class;

impl Prediction {
    /// What is asked: a command as it stands, or in words what is no command.
    pub fn asks(&self, locale: &Locale) -> String {
        match self.label.as_str() {
            "" => locale.text("asks-flows"),
            "pull" => locale.text("asks-pull"),
            "start" => locale.text("asks-start"),
            "ready" => locale.text("asks-ready"),
            command => command.to_owned(),
        }
    }

    /// What comes of it now.
    pub fn now_said(&self, locale: &Locale) -> String {
        match (self.open, self.printed()) {
            (Some(open), _) => open_flows(open.now, locale),
            (None, Some(printed)) => printed.to_owned(),
            (None, None) => self.now.class.said(locale),
        }
    }

    /// What the task wants of it, `–` when nothing.
    pub fn wanted_said(&self, locale: &Locale) -> String {
        match (self.open, &self.wanted) {
            (Some(open), _) => open_flows(open.wanted, locale),
            // What it prints is the answer; that it works is not worth a word.
            (None, Some(Class::Ok)) if self.printed().is_some() => "–".to_owned(),
            (None, Some(wanted)) => wanted.said(locale),
            (None, None) => "–".to_owned(),
        }
    }
}

fn open_flows(count: usize, locale: &Locale) -> String {
    locale.format("open-flows", &[("count", &count.to_string())])
}
