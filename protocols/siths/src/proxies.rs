//! From which addresses a certificate in a header is believed.

use std::net::IpAddr;

use rustls::pki_types::CertificateDer;

use crate::proxy_header::{self, ForwardedHeaders, ForwardedRefusal, HeaderForm};

/// The proxies whose headers are believed: addresses and networks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Network>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    prefix: u32,
}

/// Why a list of proxies can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProxiesError {
    /// Neither an address nor a network.
    #[error("{0:?} must be an address or a network, such as 10.0.0.5 or 10.0.1.0/28")]
    Form(String),
    /// A network of half the world.
    #[error("{0:?} is too wide: name the proxies' own network (/8 or narrower, /32 for IPv6)")]
    TooWide(String),
}

impl TrustedProxies {
    /// Reads addresses (`10.0.0.5`, `::1`) and networks (`10.0.1.0/28`), with commas or blanks between. Nothing at all is nobody.
    ///
    /// # Errors
    /// [`ProxiesError`], which names the entry.
    pub fn parse(text: &str) -> Result<Self, ProxiesError> {
        let entries = text.split([',', ' ', '\t', '\r', '\n']).filter(|entry| !entry.is_empty());
        entries.map(network).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a connection from this address comes from one of them. Of the connection itself: what `X-Forwarded-For` says, anybody
    /// can say.
    #[must_use]
    pub fn trust(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.0.iter().any(|network| network.holds(peer))
    }

    /// The chain that a proxy passed on, the card's certificate first; none where the browser showed none. Nothing of it is verified
    /// yet: give it to [`CardCheck::check`](crate::CardCheck::check).
    ///
    /// # Errors
    /// [`ForwardedRefusal`]; of a header from anybody else than a trusted proxy, that it was sent at all.
    pub fn take(
        &self,
        peer: IpAddr,
        form: HeaderForm,
        headers: &ForwardedHeaders<'_>,
    ) -> Result<Option<Vec<CertificateDer<'static>>>, ForwardedRefusal> {
        if headers.certificate.is_empty() && headers.chain.is_empty() {
            return Ok(None);
        }
        if !self.trust(peer) {
            return Err(ForwardedRefusal::NotFromProxy);
        }
        proxy_header::chain(form, headers)
    }
}

fn network(entry: &str) -> Result<Network, ProxiesError> {
    let form = || ProxiesError::Form(entry.to_owned());
    let (address, prefix) = match entry.split_once('/') {
        None => (entry, None),
        Some((address, prefix)) => (address, Some(prefix)),
    };
    let address: IpAddr = address.parse().map_err(|_| form())?;
    let (widest, longest) = if address.is_ipv4() { (8, 32) } else { (32, 128) };
    let prefix = match prefix {
        None => longest,
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().map_err(|_| form())?,
        Some(_) => return Err(form()),
    };
    match prefix {
        _ if prefix > longest => Err(form()),
        _ if prefix < widest => Err(ProxiesError::TooWide(entry.to_owned())),
        // An IPv4 address written as an IPv6 one is kept as what it is; a network so written is nobody's habit.
        _ if address != address.to_canonical() && prefix != longest => Err(form()),
        _ if address != address.to_canonical() => Ok(Network { address: address.to_canonical(), prefix: 32 }),
        _ => Ok(Network { address, prefix }),
    }
}

impl Network {
    fn holds(&self, peer: IpAddr) -> bool {
        match (self.address, peer) {
            (IpAddr::V4(own), IpAddr::V4(peer)) => (own.to_bits() ^ peer.to_bits()).leading_zeros() >= self.prefix,
            (IpAddr::V6(own), IpAddr::V6(peer)) => (own.to_bits() ^ peer.to_bits()).leading_zeros() >= self.prefix,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use proptest::prelude::*;

    use super::*;

    fn trust(list: &str, peer: &str) -> bool {
        TrustedProxies::parse(list).unwrap().trust(peer.parse().unwrap())
    }

    #[test]
    fn addresses_and_networks_are_trusted_and_nobody_beside_them() {
        for (list, peer, trusted) in [
            ("10.0.0.5", "10.0.0.5", true),
            ("10.0.0.5", "::ffff:10.0.0.5", true),
            ("::ffff:10.0.0.5", "10.0.0.5", true),
            ("10.0.0.5", "10.0.0.6", false),
            ("10.0.0.5 10.0.1.0/28,::1", "10.0.1.15", true),
            ("10.0.0.5 10.0.1.0/28,::1", "10.0.1.16", false),
            ("10.0.0.5 10.0.1.0/28,::1", "::1", true),
            ("10.0.1.7/28", "10.0.1.0", true),
            ("2001:db8:1::/48", "2001:db8:1:ff::1", true),
            ("2001:db8:1::/48", "2001:db8:2::1", false),
            ("", "127.0.0.1", false),
        ] {
            assert_eq!(trust(list, peer), trusted, "{peer} by {list:?}");
        }
    }

    #[test]
    fn what_is_no_proxy_is_told_by_its_entry() {
        let wide = |text: &str| ProxiesError::TooWide(text.to_owned());
        let form = |text: &str| ProxiesError::Form(text.to_owned());
        for (text, why) in [
            ("0.0.0.0/0", wide("0.0.0.0/0")),
            ("10.0.0.0/7", wide("10.0.0.0/7")),
            ("::/0", wide("::/0")),
            ("10.0.0.0/33", form("10.0.0.0/33")),
            ("10.0.0.0/+8", form("10.0.0.0/+8")),
            ("10.0.0.0/", form("10.0.0.0/")),
            ("proxy.example", form("proxy.example")),
            ("::ffff:10.0.0.0/104", form("::ffff:10.0.0.0/104")),
            ("10.0.0.5, x", form("x")),
        ] {
            assert_eq!(TrustedProxies::parse(text), Err(why), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_network_holds_as_many_addresses_as_its_prefix_leaves(address in any::<u32>(), prefix in 8_u32..=32, peer in any::<u32>()) {
            let network = format!("{}/{prefix}", Ipv4Addr::from_bits(address));
            let same = prefix == 0 || u64::from(address) >> (32 - prefix) == u64::from(peer) >> (32 - prefix);
            prop_assert_eq!(trust(&network, &Ipv4Addr::from_bits(peer).to_string()), same);
        }
    }
}
