//! What the words of a real command mean. The simulator knows its classes from what it computed; here
//! only text and exit code are at hand, in the wordings of BusyBox, GNU, OpenBSD nc and curl.

use super::Class;

/// The class of a command that ended with `exit`.
pub fn classify_command(command: &[String], exit: i32, stdout: &str, stderr: &str) -> Class {
    let program = command.first().map_or("", String::as_str);
    let both = format!("{stdout}{stderr}");
    match program {
        "whoami" => whoami(exit, stdout),
        "nc" if exit == 0 => Class::Open,
        _ if exit == 0 => Class::Ok,
        "nc" | "wget" | "curl" | "redis-cli" => connection(exit, &both, program),
        _ => failure(&both, exit),
    }
}

fn whoami(exit: i32, stdout: &str) -> Class {
    match exit {
        0 => Class::Name(stdout.trim().to_owned()),
        127 => Class::NotFound,
        _ => Class::NoName,
    }
}

/// A connection's outcome. BusyBox `nc -zv` says nothing at all when nobody listens.
fn connection(exit: i32, text: &str, program: &str) -> Class {
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if says(&["bad address", "not known", "failure in name resolution", "does not resolve", "Could not resolve", "Try again"])
        || program == "curl" && exit == 6
    {
        Class::DnsFail
    } else if says(&["timed out", "Operation now in progress", "TIMEOUT"]) || program == "curl" && exit == 28 {
        Class::Timeout
    } else if says(&["refused"]) || program == "nc" && text.trim().is_empty() || program == "curl" && exit == 7 {
        Class::Refused
    } else {
        Class::Other
    }
}

fn failure(text: &str, exit: i32) -> Class {
    // The order is the kernel's: a read-only mount is looked at before permissions.
    for (words, class) in [
        ("Read-only file system", Class::Erofs),
        ("Permission denied", Class::Eacces),
        ("permission denied", Class::Eperm),
        ("Operation not permitted", Class::Eperm),
        ("No such file or directory", Class::NotFound),
        ("not found", Class::NotFound),
    ] {
        if text.contains(words) {
            return class;
        }
    }
    if exit == 127 { Class::NotFound } else { Class::Other }
}

/// The class of a pull that failed, from the kubelet's waiting reason and message.
pub fn classify_pull(reason: &str, message: &str) -> Class {
    let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
    match reason {
        "ErrImageNeverPull" => Class::NeverPull,
        "InvalidImageName" => Class::InvalidImageName,
        _ if says(&["401", "403", "no basic auth", "authorization failed", "unauthorized", "access denied", "authentication required"]) => {
            Class::Unauthorized
        }
        _ if says(&[
            "dial tcp",
            "no such host",
            "connection refused",
            "i/o timeout",
            "network is unreachable",
            "HTTP response to HTTPS",
        ]) =>
        {
            Class::Unreachable
        }
        _ if says(&["not found", "manifest unknown"]) => Class::ImageNotFound,
        _ => Class::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(command: &str, exit: i32, stderr: &str) -> String {
        let command: Vec<_> = command.split(' ').map(str::to_owned).collect();
        classify_command(&command, exit, "", stderr).to_string()
    }

    #[test]
    fn the_words_of_real_tools_are_understood() {
        for (command, exit, stderr, wanted) in [
            ("nc -zv -w 2 db-pod 6379", 0, "db-pod (10.96.129.149:6379) open\n", "open"),
            ("nc -zv -w 2 db-pod 6379", 1, "nc: db-pod (10.96.129.149:6379): Connection timed out\n", "timeout"),
            ("nc -zv -w 2 10.1.2.3 6380", 1, "", "refused"),
            ("nc -zv -w 2 api-pod 6379", 1, "nc: bad address 'api-pod'\n", "dns_fail"),
            ("whoami", 1, "whoami: unknown uid 1000\n", "no_name"),
            ("touch /testfile", 1, "touch: /testfile: Read-only file system\n", "erofs"),
            ("touch /testfile", 1, "touch: /testfile: Permission denied\n", "eacces"),
            ("ping -c1 1.1.1.1", 1, "ping: permission denied (are you root?)\n", "eperm"),
            ("chown 1 /tmp", 1, "chown: /tmp: Operation not permitted\n", "eperm"),
            ("cat /none", 1, "cat: can't open '/none': No such file or directory\n", "notfound"),
        ] {
            assert_eq!(class(command, exit, stderr), wanted, "{command}: {stderr}");
        }
    }
}
