//! `files.*`: where attachments are kept, and who looks at them first.

use std::path::PathBuf;

use behorig_files::{Clamd, Files, Place, S3Place};

use super::{ConfigError, Source};

/// Where attachments are kept.
#[derive(Debug)]
pub struct FilesConfig {
    /// `files.path`, or `files.url` with what belongs to it.
    pub place: FilesPlace,
    /// `files.clamd`: the antivirus program, if there is one.
    pub clamd: Option<Clamd>,
}

/// A folder or a bucket.
#[derive(Debug)]
pub enum FilesPlace {
    /// `files.path`.
    Folder(PathBuf),
    /// `files.url` with `files.region`, `files.endpoint`, `files.access-key` and the file of `files.secret-key-file`.
    S3 {
        /// Everything but the secret.
        url: String,
        /// The store's address, if it is not Amazon's own.
        endpoint: Option<String>,
        /// The region.
        region: String,
        /// The name of the key.
        access_key: String,
        /// Where the key itself is.
        secret_key_file: PathBuf,
    },
}

impl FilesConfig {
    pub(super) fn read(source: &mut Source) -> Result<Self, ConfigError> {
        let clamd = match source.text("files.clamd")? {
            None => None,
            Some(text) => Some(
                text.parse()
                    .map_err(|error: behorig_files::WrongAddress| source.wrong("files.clamd", &error.to_string()))?,
            ),
        };
        let folder = source.text("files.path")?;
        let region = source.text_or("files.region", "eu-north-1")?;
        let of_s3 = ["files.endpoint", "files.access-key", "files.secret-key-file"].map(|key| (key, source.text(key)));
        let place = match (source.text("files.url")?, folder) {
            (Some(_), Some(_)) => return Err(source.wrong("files.url", "is set, and files.path is too: choose one")),
            (Some(url), None)
                if url.strip_prefix("s3://").is_none_or(|rest| rest.is_empty() || rest.starts_with('/')) =>
            {
                return Err(source.wrong("files.url", "must be s3://bucket or s3://bucket/folder"));
            }
            (Some(url), None) => {
                let place = in_bucket(url, region, of_s3)?;
                match &place {
                    FilesPlace::S3 { endpoint: Some(endpoint), .. } if !is_address(endpoint) => {
                        return Err(source.wrong("files.endpoint", "must begin with https:// or http://"));
                    }
                    _ => place,
                }
            }
            (None, folder) => match of_s3.into_iter().find(|(_, value)| !matches!(value, Ok(None))) {
                Some((key, _)) => return Err(source.wrong(key, "is set, but files.url is not")),
                None => FilesPlace::Folder(folder.unwrap_or_else(|| "behorig-files".to_owned()).into()),
            },
        };
        Ok(Self { place, clamd })
    }

    /// Opens the place.
    ///
    /// # Errors
    /// The setting that is in the way, with what it says.
    pub fn open(&self) -> Result<Files, ConfigError> {
        let (key, place) = match &self.place {
            FilesPlace::Folder(folder) => ("files.path", Place::Folder(folder.clone())),
            FilesPlace::S3 { url, endpoint, region, access_key, secret_key_file } => {
                let secret = std::fs::read_to_string(secret_key_file).map_err(|error| {
                    let problem = format!("{} can't be read: {error}", secret_key_file.display());
                    ConfigError::file("files.secret-key-file", &problem)
                })?;
                let place = S3Place {
                    url: url.clone(),
                    endpoint: endpoint.clone(),
                    region: region.clone(),
                    access_key: access_key.clone(),
                    secret_key: secret.trim().to_owned(),
                    patience: S3Place::PATIENCE,
                };
                ("files.url", Place::S3(place))
            }
        };
        Files::open(&place, self.clamd.clone()).map_err(|error| ConfigError::file(key, &error.to_string()))
    }
}

fn is_address(text: &str) -> bool {
    ["https://", "http://"].into_iter().any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
}

type Setting = (&'static str, Result<Option<String>, ConfigError>);

fn in_bucket(url: String, region: String, of_s3: [Setting; 3]) -> Result<FilesPlace, ConfigError> {
    let [(_, endpoint), (access_key_name, access_key), (secret_name, secret)] = of_s3;
    let needed = |key: &str, value: Option<String>| value.ok_or_else(|| ConfigError::missing(key, "files.url is set"));
    Ok(FilesPlace::S3 {
        url,
        endpoint: endpoint?,
        region,
        access_key: needed(access_key_name, access_key?)?,
        secret_key_file: needed(secret_name, secret?)?.into(),
    })
}
