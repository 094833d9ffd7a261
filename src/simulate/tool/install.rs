//! `install`: directories and files with their owner and mode at once (coreutils `src/install.c`).

use super::Call;
use crate::simulate::session::{Session, Stop, Streams};

/// Runs `install -d` or `install FILE … PLACE`.
pub fn install(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let call = call.reading("gomtS");
    let options = &call.options;
    if let Some(letter) = options.flags().find(|letter| !"dDgomvpC".contains(*letter)) {
        return Err(Stop::NotSimulated(format!("install -{letter}")));
    }
    if let Some(long) = options.long_words().next() {
        return Err(Stop::NotSimulated(format!("install --{long}")));
    }
    let (places, sources) = match options.has('d') {
        true => (options.rest.as_slice(), &[][..]),
        false => match options.rest.split_last() {
            Some((last, sources)) if !sources.is_empty() => (std::slice::from_ref(last), sources),
            _ => return Err(Stop::NotSimulated("install without a place".into())),
        },
    };
    let mut steps: Vec<Vec<&str>> = Vec::new();
    let owner = format!("{}:{}", options.value('o').unwrap_or(""), options.value('g').unwrap_or(""));
    let targets: Vec<String> = match sources {
        [] => places.to_vec(),
        [_] if !session.walk(&places[0], true).is_ok_and(|place| place.node.is_some()) => places.to_vec(),
        several => {
            let name = |source: &String| source.rsplit('/').next().unwrap_or_default().to_owned();
            several.iter().map(|source| format!("{}/{}", places[0].trim_end_matches('/'), name(source))).collect()
        }
    };
    for (at, target) in targets.iter().enumerate() {
        match sources.get(at) {
            None => steps.push(vec!["mkdir", "-p", target]),
            Some(source) => {
                if let Some((parent, _)) = target.rsplit_once('/').filter(|(parent, _)| options.has('D') && !parent.is_empty()) {
                    steps.push(vec!["mkdir", "-p", parent]);
                }
                steps.push(vec!["cp", source, target]);
            }
        }
        steps.push(vec!["chmod", options.value('m').unwrap_or("755"), target]);
        if owner != ":" {
            steps.push(vec!["chown", owner.trim_end_matches(':'), target]);
        }
    }
    for step in steps {
        let args: Vec<String> = step.into_iter().map(str::to_owned).collect();
        let mut own = Streams::default();
        let code = session.execute(&args, &mut own)?;
        if code != 0 {
            let said = own.err.replacen("mkdir: ", "install: ", 1).replacen(
                "chown: changing ownership of",
                "install: cannot change ownership of",
                1,
            );
            let said = said.replacen("chmod: changing permissions of", "install: cannot change permissions of", 1).replacen(
                "cp: ",
                "install: ",
                1,
            );
            streams.write(2, &said);
            return Ok(code);
        }
    }
    Ok(0)
}
