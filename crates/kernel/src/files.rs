//! Files that people gave us: kept once by their content, sealed, never changed.

use crate::{
    error::{Error, Result},
    value::Id,
    vault::{Spot, Vault, hex},
};
use sha2::{Digest, Sha256};
use std::{fs, io::Write, path::PathBuf};

pub struct Files {
    dir: PathBuf,
}

impl Files {
    pub fn new(dir: PathBuf) -> Files {
        Files { dir }
    }
    /// The name under which these bytes are kept.
    pub fn name(bytes: &[u8]) -> String {
        hex(&Sha256::digest(bytes))
    }
    /// Keeps `bytes`; the answer is their name from now on.
    pub fn keep(&self, vault: &Vault, bytes: &[u8]) -> Result<String> {
        let name = Files::name(bytes);
        let place = self.place(&name)?;
        if !place.exists() {
            if let Some(folder) = place.parent() {
                fs::create_dir_all(folder)?;
            }
            let mut random = [0u8; 4];
            crate::vault::random(&mut random)?;
            let part = place.with_extension(hex(&random));
            let mut out = fs::File::create(&part)?;
            out.write_all(&vault.seal(spot(&name), bytes)?)?;
            out.sync_all()?;
            fs::rename(part, place)?;
        }
        Ok(name)
    }
    pub fn read(&self, vault: &Vault, name: &str) -> Result<Vec<u8>> {
        vault.open_sealed(spot(name), &fs::read(self.place(name)?)?)
    }
    fn place(&self, name: &str) -> Result<PathBuf> {
        if name.len() != 64 || !name.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Error::NotFound);
        }
        Ok(self.dir.join(&name[..2]).join(&name[2..]))
    }
}

fn spot(name: &str) -> Spot<'_> {
    Spot { table: "files", column: "bytes", row: Id::named(&[name]) }
}
