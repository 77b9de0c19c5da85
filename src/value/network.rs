//! Host names and addresses.

use std::{fmt, net::IpAddr};

use super::name::{is_label, text};
use super::{Kind, Value};

text! {
    /// A DNS name with at least one dot.
    Hostname, is_hostname, "a domain", "example.org", "cluster.local", "home.example.com"
}

text! {
    /// Where a page is reached: a label below the domain, or a whole host name.
    PageHost, |text| is_label(text) || is_hostname(text), "a label or a host name", "grafana", "grafana.example.org"
}

impl PageHost {
    /// The whole host name: a text without a dot is a label under `domain`.
    pub fn under(&self, domain: &Hostname) -> String {
        if self.as_str().contains('.') {
            self.as_str().to_owned()
        } else {
            format!("{self}.{domain}")
        }
    }
}

/// An IPv4 or IPv6 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ip(pub IpAddr);

impl Value for Ip {
    const KIND: Kind = Kind::Text;
    const EXAMPLES: &'static [&'static str] = &["192.168.20.100", "fd00::100"];

    fn parse(text: &str) -> Result<Self, String> {
        let address = text.trim().parse().map(Self);
        address.map_err(|_| format!("{text:?} is not an IP address such as 192.168.20.100"))
    }
}

impl fmt::Display for Ip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn is_hostname(text: &str) -> bool {
    text.len() <= 253 && text.contains('.') && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::check;

    #[test]
    fn hosts() {
        let long = ["a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(63)].join(".");
        check::<Hostname>(
            &[(" example.org ", "example.org")],
            &["", "example", "Example.org", "a..b", ".a", "a.", "http://a.b", "a.b:80", &long],
        );
        check::<PageHost>(&[("logs", "logs")], &["", "a/b", "A", "*.example.org"]);
        check::<Ip>(
            &[("10.0.0.1", "10.0.0.1"), ("FD00::1", "fd00::1")],
            &["", "10.0.0", "1.2.3.256", "host"],
        );
    }

    #[test]
    fn a_label_hangs_under_the_domain() {
        let domain = Hostname::parse("example.org").expect("a domain");
        let under = |text: &str| PageHost::parse(text).expect("a host").under(&domain);
        assert_eq!(under("grafana"), "grafana.example.org");
        assert_eq!(under("stats.example.net"), "stats.example.net");
    }
}
