//! Addresses outside of the stack: of services, stores and networks.

use std::{fmt, net::IpAddr};

use super::name::{is_label, is_name, text};
use super::{Kind, Value};

text! {
    /// The address of a web service, `http` or `https`, with a path but without a query.
    Url, is_url, "an address", "https://mimir.example.org/api/v1/push", "http://auth.auth.svc/verify"
}

text! {
    /// A host with an optional port, without a scheme: how stores of the S3 kind are named.
    Endpoint, is_endpoint, "a host without https://", "minio.storage.svc:9000", "s3.example.org"
}

text! {
    /// A registry, with an optional folder in it, without a scheme.
    Registry, is_registry, "a registry without oci://", "registry.example.org/mirror", "registry.example.org:5000"
}

text! {
    /// The name of an HTTP header.
    Header, is_header, "the name of a header", "X-Forwarded-User", "Remote-User"
}

impl Url {
    /// The port that it is reached at.
    pub fn port(&self) -> u16 {
        let (scheme, rest) = self.as_str().split_once("://").unwrap_or(("https", ""));
        let host = rest.split('/').next().unwrap_or_default();
        port_of(host).unwrap_or(if scheme == "http" { 80 } else { 443 })
    }
}

impl Endpoint {
    /// The port that it is reached at.
    pub fn port(&self, plain: bool) -> u16 {
        port_of(self.as_str()).unwrap_or(if plain { 80 } else { 443 })
    }
}

/// A range of addresses, such as `10.0.0.1/32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr {
    address: IpAddr,
    prefix: u8,
}

impl Value for Cidr {
    const KIND: Kind = Kind::Text;
    const EXAMPLES: &'static [&'static str] = &["10.0.0.1/32", "fd00::/64"];

    fn parse(text: &str) -> Result<Self, String> {
        let refused = || format!("{text:?} is not a range of addresses such as 10.0.0.1/32");
        let (address, prefix) = text.trim().split_once('/').ok_or_else(refused)?;
        let address: IpAddr = address.parse().map_err(|_| refused())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let prefix: u8 = prefix.parse().map_err(|_| refused())?;
        if prefix > most { Err(refused()) } else { Ok(Self { address, prefix }) }
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

fn port_of(host: &str) -> Option<u16> {
    host.rsplit_once(':')?.1.parse().ok()
}

fn is_endpoint(text: &str) -> bool {
    match text.split_once(':') {
        Some((host, port)) => is_name(host) && is_port(port),
        None => is_name(text) && text.contains('.'),
    }
}

fn is_port(text: &str) -> bool {
    text.parse::<u16>().is_ok_and(|port| port > 0) && !text.starts_with(['0', '+'])
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else { return false };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host =
        host.split_once(':').map_or(Some(host), |(host, port)| is_port(port).then_some(host));
    let tame = |b: u8| b.is_ascii_alphanumeric() || b"/-_.~".contains(&b);
    text.len() <= 300 && host.is_some_and(is_name) && path.bytes().all(tame)
}

fn is_registry(text: &str) -> bool {
    let (host, path) = text.split_once('/').map_or((text, None), |(host, path)| (host, Some(path)));
    let folder = |part: &str| part.split(['.', '_']).all(is_label);
    is_endpoint(host) && text.len() <= 200 && path.is_none_or(|path| path.split('/').all(folder))
}

fn is_header(text: &str) -> bool {
    (1..=80).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::check;

    #[test]
    fn addresses() {
        check::<Url>(
            &[(" http://a:8080/b ", "http://a:8080/b")],
            &[
                "",
                "a.b",
                "ftp://a",
                "https://",
                "https://a b",
                "https://a:0",
                "https://a?b=c",
                "https://user:secret@a",
            ],
        );
        check::<Endpoint>(&[], &["", "https://a.b", "a", "a.b:", "a.b:70000", "a.b/c", "A.b"]);
        check::<Registry>(&[], &["", "a", "oci://a.b", "a.b/", "a.b/C", "a.b:x"]);
        check::<Header>(&[], &["", "a b", "a:"]);
        check::<Cidr>(&[("10.0.0.0/8", "10.0.0.0/8")], &["", "10.0.0.1", "10.0.0.1/33", "a/8"]);
    }

    #[test]
    fn ports() {
        let url = |text: &str| Url::parse(text).expect("an address").port();
        assert_eq!([url("http://a/b"), url("https://a"), url("https://a:8443/x")], [80, 443, 8443]);
        let host = |text: &str, plain| Endpoint::parse(text).expect("a host").port(plain);
        assert_eq!(
            [host("a.b", true), host("a.b", false), host("a.b:9000", false)],
            [80, 443, 9000]
        );
    }
}
