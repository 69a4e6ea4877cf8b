//! One bucket of an object store. The only asynchronous part of the program: a runtime of one thread does the network's work, and whoever
//! asks waits.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use futures_util::StreamExt;
use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, GetOptions, MultipartUpload, ObjectStore, ObjectStoreExt, PutMode, PutMultipartOptions,
    PutOptions, UpdateVersion,
};
use sha2::{Digest, Sha256};
use tokio::runtime::{Builder, Runtime};

use super::address::Scheme;
use super::{Address, Fault, Listed, Mode, Version, explain, media_type};
use crate::{Error, ErrorKind, Result, receipt};

/// Bytes of a part of a large object. Stores take 10,000 parts of 5 MiB and more.
const PART: usize = 16 << 20;
/// Under which name an object has the hash of its bytes.
const SHA256: &str = "sha256";

/// A bucket.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    client: Arc<dyn ObjectStore>,
    /// The bucket, for messages.
    bucket: Address,
}

/// Buckets that were opened, with their connections.
static OPEN: Mutex<Vec<Store>> = Mutex::new(Vec::new());

impl Store {
    /// Opens the bucket of an address. Credentials, region and endpoint come from the environment; nothing is asked yet.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when the environment lacks what the store needs.
    pub(crate) fn open(address: &Address) -> Result<Self> {
        let mut open = OPEN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let bucket = Address { key: String::new(), ..address.clone() };
        if let Some(store) = open.iter().find(|store| store.bucket == bucket) {
            return Ok(store.clone());
        }
        runtime()?;
        let name = bucket.bucket.as_str();
        let client = match bucket.scheme {
            Scheme::S3 => AmazonS3Builder::from_env().with_bucket_name(name).build().map(shared),
            Scheme::Gs => GoogleCloudStorageBuilder::from_env().with_bucket_name(name).build().map(shared),
            Scheme::Az => MicrosoftAzureBuilder::from_env().with_container_name(name).build().map(shared),
        };
        let client = client.map_err(|error| explain::unopened(&bucket, &error))?;
        let store = Self { client, bucket };
        open.push(store.clone());
        Ok(store)
    }

    fn fault(&self, key: &str, what: &str, error: &object_store::Error) -> Fault {
        match error {
            object_store::Error::NotFound { .. } if !explain::is_about_bucket(error) => Fault::Missing,
            object_store::Error::AlreadyExists { .. } | object_store::Error::Precondition { .. } => Fault::Other,
            object_store::Error::NotImplemented { .. } | object_store::Error::NotSupported { .. } => Fault::Unsupported,
            _ => Fault::Failed(self.failed(key, what, error)),
        }
    }

    fn failed(&self, key: &str, what: &str, error: &object_store::Error) -> Error {
        explain::failed(&Address { key: key.to_owned(), ..self.bucket.clone() }, what, error)
    }

    /// Puts an object whole, with its type and the hash of its bytes.
    pub(crate) fn put(&self, key: &str, bytes: Vec<u8>, mode: &Mode) -> Result<Version, Fault> {
        let mut attributes = typed(key);
        let hash = receipt::hexadecimal(&Sha256::digest(&bytes));
        attributes.insert(Attribute::Metadata(SHA256.into()), hash.into());
        let mode = match mode.clone() {
            Mode::Any => PutMode::Overwrite,
            Mode::New => PutMode::Create,
            Mode::Replacing(Version { e_tag, number }) => PutMode::Update(UpdateVersion { e_tag, version: number }),
        };
        let is_update = matches!(mode, PutMode::Update(_));
        let options = PutOptions { mode, attributes, ..PutOptions::default() };
        let path = self.path(key)?;
        match wait(self.client.put_opts(&path, bytes.into(), options))? {
            Ok(put) => Ok(Version { e_tag: put.e_tag, number: put.version }),
            // Nothing else can be missing when nothing is replaced.
            Err(error @ object_store::Error::NotFound { .. }) if !is_update => {
                Err(Fault::Failed(explain::no_bucket(&self.bucket, &error)))
            }
            Err(error) => Err(self.fault(key, "written", &error)),
        }
    }

    /// The bytes of an object, if they are not too many.
    pub(crate) fn get(&self, key: &str, at_most: u64) -> Result<(Vec<u8>, Version), Fault> {
        let path = self.path(key)?;
        wait(async {
            let found = self.client.get(&path).await.map_err(|error| self.fault(key, "read", &error))?;
            let meta = found.meta.clone();
            if meta.size > at_most {
                return Err(Fault::TooLarge(meta.size));
            }
            let bytes = found.bytes().await.map_err(|error| self.fault(key, "read", &error))?;
            Ok((bytes.to_vec(), Version { e_tag: meta.e_tag, number: meta.version }))
        })?
    }

    /// Copies the bytes of an object piece by piece; gives how many there were.
    pub(crate) fn copy(&self, key: &str, to: &mut dyn Write) -> Result<u64, Fault> {
        let path = self.path(key)?;
        wait(async {
            let found = self.client.get(&path).await.map_err(|error| self.fault(key, "read", &error))?;
            let (mut pieces, mut count) = (found.into_stream(), 0);
            while let Some(piece) = pieces.next().await {
                let piece = piece.map_err(|error| self.fault(key, "read", &error))?;
                count += piece.len() as u64;
                to.write_all(&piece).map_err(|error| {
                    let message = format!("a copy of `{}` cannot be kept on disk", self.bucket.join(key));
                    Fault::Failed(Error::new(ErrorKind::Io, message).with_source(error))
                })?;
            }
            Ok(count)
        })?
    }

    /// The hash of an object's bytes: as it was put, else of its bytes.
    pub(crate) fn sha256(&self, key: &str) -> Result<Option<String>, Fault> {
        let path = self.path(key)?;
        let head = GetOptions { head: true, ..GetOptions::default() };
        let found = wait(self.client.get_opts(&path, head))?.map_err(|error| self.fault(key, "read", &error))?;
        if let Some(hash) = found.attributes.get(&Attribute::Metadata(SHA256.into())) {
            return Ok(Some(hash.as_ref().to_owned()));
        }
        let mut hash = Hashing(Sha256::new());
        self.copy(key, &mut hash)?;
        Ok(Some(receipt::hexadecimal(&hash.0.finalize())))
    }

    /// Goes through the objects whose keys begin with a prefix and a slash.
    pub(crate) fn list(&self, prefix: &str, each: &mut dyn FnMut(Listed) -> std::io::Result<()>) -> Result<()> {
        let path = self.path(prefix).map_err(|fault| fault.into_error(&self.bucket))?;
        wait(async {
            let mut objects = self.client.list((!prefix.is_empty()).then_some(&path));
            while let Some(object) = objects.next().await {
                let object = object.map_err(|error| self.failed(prefix, "listed", &error))?;
                let key = object.location.as_ref();
                let name = if prefix.is_empty() { Some(key) } else { key.strip_prefix(prefix) };
                let Some(name) = name.map(|name| name.trim_start_matches('/')) else { continue };
                each(Listed { name: name.to_owned(), bytes: object.size }).map_err(|error| {
                    Error::new(ErrorKind::Io, "what the store has cannot be noted on disk").with_source(error)
                })?;
            }
            Ok(())
        })
        .map_err(|fault| fault.into_error(&self.bucket))?
    }

    /// Asks the store for anything below a prefix: whether the bucket is there and the credentials hold. That listing alone is not allowed
    /// says nothing.
    pub(crate) fn answers(&self, prefix: &str) -> Result<()> {
        let path = self.path(prefix).map_err(|fault| fault.into_error(&self.bucket))?;
        let mut objects = self.client.list((!prefix.is_empty()).then_some(&path));
        match wait(objects.next()).map_err(|fault| fault.into_error(&self.bucket))? {
            Some(Err(error)) if !explain::is_about_listing(&error) => Err(self.failed(prefix, "listed", &error)),
            _ => Ok(()),
        }
    }

    /// Removes an object; one that is not there is no error.
    pub(crate) fn remove(&self, key: &str) -> Result<()> {
        let removed = self.path(key).and_then(|path| wait(self.client.delete(&path)));
        match removed.map_err(|fault| fault.into_error(&self.bucket))? {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(self.failed(key, "removed", &error)),
        }
    }

    /// An object that is written piece by piece and there when it is finished.
    pub(crate) fn upload(&self, key: &str) -> Upload {
        Upload { store: self.clone(), key: key.to_owned(), parts: None, buffer: Vec::new() }
    }

    fn path(&self, key: &str) -> Result<Path, Fault> {
        Path::parse(key).map_err(|error| {
            let message = format!("`{}` cannot be the key of an object: {error}", self.bucket.join(key));
            Fault::Failed(Error::new(ErrorKind::Usage, message))
        })
    }
}

fn shared(store: impl ObjectStore) -> Arc<dyn ObjectStore> {
    Arc::new(store)
}

fn typed(key: &str) -> Attributes {
    Attributes::from_iter([(Attribute::ContentType, media_type(key))])
}

/// An object that is being written: in one piece when it is small, else in parts.
#[derive(Debug)]
pub(crate) struct Upload {
    store: Store,
    key: String,
    parts: Option<Box<dyn MultipartUpload>>,
    buffer: Vec<u8>,
}

impl Upload {
    /// Puts what is left; then the object is there.
    pub(crate) fn finish(mut self) -> std::io::Result<()> {
        let address = self.store.bucket.join(&self.key);
        let rest = std::mem::take(&mut self.buffer);
        let Some(mut parts) = self.parts.take() else {
            let put = self.store.put(&self.key, rest, &Mode::Any);
            return put.map(|_| ()).map_err(|fault| std::io::Error::other(fault.into_error(&address)));
        };
        let done = wait(async {
            if !rest.is_empty() {
                parts.put_part(rest.into()).await?;
            }
            parts.complete().await
        });
        let Err(error) = done.map_err(|fault| std::io::Error::other(fault.into_error(&address)))? else {
            return Ok(());
        };
        // What is not removed here is left to the bucket's rules.
        let _ = wait(parts.abort());
        Err(std::io::Error::other(self.store.failed(&self.key, "written", &error)))
    }

    fn put_part(&mut self) -> Result<(), Fault> {
        let part = std::mem::take(&mut self.buffer);
        let path = self.store.path(&self.key)?;
        let put = wait(async {
            let parts = match &mut self.parts {
                Some(parts) => parts,
                none => {
                    let options = PutMultipartOptions::from(typed(&self.key));
                    none.insert(self.store.client.put_multipart_opts(&path, options).await?)
                }
            };
            parts.put_part(part.into()).await
        })?;
        put.map_err(|error| Fault::Failed(self.store.failed(&self.key, "written", &error)))
    }
}

impl Write for Upload {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let room = PART - self.buffer.len();
        let taken = bytes.get(..room.min(bytes.len())).unwrap_or_default();
        self.buffer.extend_from_slice(taken);
        if self.buffer.len() >= PART
            && let Err(fault) = self.put_part()
        {
            if let Some(mut parts) = self.parts.take() {
                let _ = wait(parts.abort());
            }
            return Err(std::io::Error::other(fault.into_error(&self.store.bucket.join(&self.key))));
        }
        Ok(taken.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Hashes what is written.
struct Hashing(Sha256);

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Does asynchronous work and waits for it.
fn wait<T>(work: impl Future<Output = T>) -> Result<T, Fault> {
    Ok(runtime().map_err(Fault::Failed)?.block_on(work))
}

fn runtime() -> Result<&'static Runtime> {
    static RUNTIME: OnceLock<std::io::Result<Runtime>> = OnceLock::new();
    let started = RUNTIME.get_or_init(|| {
        // Another one that was installed before is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Builder::new_multi_thread().worker_threads(1).thread_name("object-store").enable_all().build()
    });
    started
        .as_ref()
        .map_err(|error| Error::new(ErrorKind::Io, format!("the threads for object stores cannot be started: {error}")))
}
