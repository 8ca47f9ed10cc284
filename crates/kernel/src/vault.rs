//! Sealing: what is hidden is unreadable before it reaches the database. AES-256-GCM, bound to its
//! place (table, column, row), so that a sealed value moved to another row does not open. A keyed
//! hash makes exact look-ups possible. The first byte names the suite, which leaves room for SM4.

use crate::{
    error::{Error, Result},
    value::Id,
};
use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, AeadInOut, Payload},
};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::{cell::RefCell, fs, io::Write, path::Path};

const SUITE: u8 = 1;
const NONCE: usize = 12;
const TAG: usize = 16;

pub struct Vault {
    cipher: Aes256Gcm,
    look_up: Hmac<Sha256>,
    chain: Hmac<Sha256>,
}

/// The place of a sealed value.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'a> {
    pub table: &'a str,
    pub column: &'a str,
    pub row: Id,
}

/// A keyed hash that has taken its key in already, so that each text costs half.
fn keyed(key: &[u8]) -> Hmac<Sha256> {
    let Ok(keyed) = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key) else { unreachable!("HMAC takes keys of any length") };
    keyed
}

fn mac(keyed: &Hmac<Sha256>, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = keyed.clone();
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

impl Vault {
    pub fn new(master: &[u8; 32]) -> Vault {
        let master = keyed(master);
        let key = |name: &[u8]| mac(&master, &[name]);
        Vault {
            cipher: Aes256Gcm::new((&key(b"linli seal 1")).into()),
            look_up: keyed(&key(b"linli look-up 1")),
            chain: keyed(&key(b"linli chain 1")),
        }
    }

    /// Reads the key file, or makes one that only its owner may read.
    pub fn open(file: &Path) -> Result<Vault> {
        if !file.exists() {
            let mut key = [0u8; 32];
            random(&mut key)?;
            let mut options = fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut out = options.open(file)?;
            out.write_all(hex(&key).as_bytes())?;
            out.sync_all()?;
        }
        let text = fs::read_to_string(file)?;
        let key = unhex(text.trim()).ok_or_else(|| {
            Error::rule(
                "bad_key_file",
                format!("密钥文件 {} 无法读取。", file.display()),
                format!("The key file {} cannot be read.", file.display()),
            )
        })?;
        Ok(Vault::new(&key))
    }

    pub fn seal(&self, spot: Spot, text: &[u8]) -> Result<Vec<u8>> {
        let nonce = nonce()?;
        let mut out = Vec::with_capacity(1 + NONCE + text.len() + TAG);
        out.push(SUITE);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(text);
        let tag = self
            .cipher
            .encrypt_inout_detached((&nonce).into(), &spot.aad(), (&mut out[1 + NONCE..]).into())
            .map_err(|_| Error::Internal(anyhow::anyhow!("cannot seal")))?;
        out.extend_from_slice(&tag);
        Ok(out)
    }

    pub fn open_sealed(&self, spot: Spot, sealed: &[u8]) -> Result<Vec<u8>> {
        let fail = || {
            Error::Internal(anyhow::anyhow!(
                "the sealed {}.{} of {} does not open: another key, or it was changed",
                spot.table,
                spot.column,
                spot.row
            ))
        };
        let (head, body) = sealed.split_at_checked(1 + NONCE).ok_or_else(fail)?;
        let nonce: [u8; NONCE] = head[1..].try_into().map_err(|_| fail())?;
        if head[0] != SUITE {
            return Err(fail());
        }
        self.cipher.decrypt((&nonce).into(), Payload { msg: body, aad: &spot.aad() }).map_err(|_| fail())
    }

    /// The keyed hash by which a hidden value can be looked up, 16 bytes.
    pub fn digest(&self, kind: &str, text: &str) -> Vec<u8> {
        mac(&self.look_up, &[kind.as_bytes(), b"\0", text.as_bytes()])[..16].to_vec()
    }

    /// The next link of a chain.
    pub fn link(&self, before: &[u8], entry: &[u8]) -> [u8; 32] {
        mac(&self.chain, &[before, entry])
    }
}

impl Spot<'_> {
    fn aad(&self) -> Vec<u8> {
        let mut aad = Vec::with_capacity(self.table.len() + self.column.len() + 18);
        aad.extend_from_slice(self.table.as_bytes());
        aad.push(b'/');
        aad.extend_from_slice(self.column.as_bytes());
        aad.push(b'/');
        aad.extend_from_slice(self.row.0.as_bytes());
        aad
    }
}

/// A fresh nonce. The system's generator is asked for many at once.
fn nonce() -> Result<[u8; NONCE]> {
    const MANY: usize = 256;
    thread_local! { static DRAWN: RefCell<Vec<[u8; NONCE]>> = RefCell::default(); }
    DRAWN.with_borrow_mut(|drawn| {
        if drawn.is_empty() {
            drawn.resize(MANY, [0; NONCE]);
            random(drawn.as_flattened_mut())?;
        }
        drawn.pop().ok_or_else(|| Error::Internal(anyhow::anyhow!("no nonce")))
    })
}

/// Bytes from the system's generator, for keys and tokens.
pub fn random(out: &mut [u8]) -> Result<()> {
    getrandom::fill(out).map_err(|e| Error::Internal(anyhow::anyhow!("no randomness: {e}")))
}

/// A secret of 160 bits to hand to a person or program: 32 characters that can be read aloud.
pub fn secret() -> Result<String> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0u8; 32];
    random(&mut bytes)?;
    Ok(bytes.iter().map(|b| LETTERS[(b & 31) as usize] as char).collect())
}

/// What is kept of a secret: enough to know it again, nothing to use.
pub fn fingerprint(secret: &str) -> Vec<u8> {
    use sha2::Digest;
    Sha256::digest(secret.as_bytes()).to_vec()
}

pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|b| [b >> 4, b & 15]).map(|half| char::from(DIGITS[usize::from(half)])).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut out = [0u8; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (n, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * n..2 * n + 2], 16).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_in_its_own_place_only() {
        let vault = Vault::new(&[7; 32]);
        let here = Spot { table: "members", column: "phone", row: Id::named(&["a"]) };
        let sealed = vault.seal(here, "14000000001".as_bytes()).unwrap();
        assert_eq!(vault.open_sealed(here, &sealed).unwrap(), b"14000000001");
        assert!(vault.open_sealed(Spot { row: Id::named(&["b"]), ..here }, &sealed).is_err());
        assert!(vault.open_sealed(Spot { column: "id_no", ..here }, &sealed).is_err());
        assert!(Vault::new(&[8; 32]).open_sealed(here, &sealed).is_err());
        assert_ne!(sealed, vault.seal(here, "14000000001".as_bytes()).unwrap(), "every sealing is another text");
    }

    #[test]
    fn the_key_file_is_made_once() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("key");
        let first = Vault::open(&file).unwrap().digest("phone", "1");
        assert_eq!(first, Vault::open(&file).unwrap().digest("phone", "1"));
    }
}
