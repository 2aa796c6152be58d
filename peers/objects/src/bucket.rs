//! What the bucket holds: objects, and uploads whose parts are still coming.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use bytes::Bytes;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::refusal::{ENTITY_TOO_SMALL, INVALID_PART, INVALID_PART_ORDER, NO_SUCH_UPLOAD, Refusal};

/// The least that a part may hold, unless it is the last: 5 MiB, in bytes.
pub const LEAST_PART: usize = 5 * 1024 * 1024;

#[derive(Debug, Clone)]
pub(crate) struct Object {
    pub(crate) content: Bytes,
    pub(crate) etag: String,
    pub(crate) at: Timestamp,
}

impl Object {
    pub(crate) fn new(content: Bytes, at: Timestamp) -> Self {
        let hash = hex::encode(Sha256::digest(&content));
        let etag = format!("\"{}\"", hash.get(..32).unwrap_or(&hash));
        Self { content, etag, at }
    }
}

#[derive(Debug)]
struct Upload {
    key: String,
    parts: BTreeMap<u32, Object>,
}

/// A page of a list.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    pub(crate) objects: Vec<(String, Object)>,
    pub(crate) prefixes: BTreeSet<String>,
    /// The last key looked at, where there are more.
    pub(crate) next: Option<String>,
}

#[derive(Debug, Default)]
pub(crate) struct Bucket {
    objects: BTreeMap<String, Object>,
    uploads: BTreeMap<String, Upload>,
    begun: u64,
}

impl Bucket {
    pub(crate) fn put(&mut self, key: String, object: Object) {
        self.objects.insert(key, object);
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Object> {
        self.objects.get(key)
    }

    pub(crate) fn remove(&mut self, key: &str) {
        self.objects.remove(key);
    }

    pub(crate) fn keys(&self) -> Vec<String> {
        self.objects.keys().cloned().collect()
    }

    pub(crate) fn unfinished(&self) -> usize {
        self.uploads.len()
    }

    /// The keys that begin with `prefix` and come after `after`; those that go on past a delimiter as one prefix each.
    pub(crate) fn list(&self, prefix: &str, delimiter: Option<&str>, after: &str, most: usize) -> Listed {
        let mut listed = Listed::default();
        let from = if after > prefix { Bound::Excluded(after) } else { Bound::Included(prefix) };
        let matching =
            self.objects.range::<str, _>((from, Bound::Unbounded)).take_while(|(key, _)| key.starts_with(prefix));
        let mut last = None;
        for (key, object) in matching {
            if listed.objects.len() + listed.prefixes.len() == most {
                listed.next = last;
                break;
            }
            let rest = key.get(prefix.len()..).unwrap_or_default();
            match delimiter.and_then(|delimiter| rest.split_once(delimiter).map(|(folder, _)| (folder, delimiter))) {
                Some((folder, delimiter)) => drop(listed.prefixes.insert(format!("{prefix}{folder}{delimiter}"))),
                None => listed.objects.push((key.clone(), object.clone())),
            }
            last = Some(key.clone());
        }
        listed
    }

    pub(crate) fn begin(&mut self, key: String) -> String {
        self.begun += 1;
        let id = format!("upload-{}", self.begun);
        self.uploads.insert(id.clone(), Upload { key, parts: BTreeMap::new() });
        id
    }

    pub(crate) fn part(&mut self, key: &str, id: &str, number: u32, part: Object) -> Result<(), Refusal> {
        let upload = self.uploads.get_mut(id).filter(|upload| upload.key == key).ok_or(NO_SUCH_UPLOAD)?;
        upload.parts.insert(number, part);
        Ok(())
    }

    /// Makes an object of the parts named, and forgets those that were not.
    pub(crate) fn complete(
        &mut self,
        key: &str,
        id: &str,
        named: &[(u32, String)],
        at: Timestamp,
    ) -> Result<String, Refusal> {
        let upload = self.uploads.get(id).filter(|upload| upload.key == key).ok_or(NO_SUCH_UPLOAD)?;
        if !named.is_sorted_by(|(a, _), (b, _)| a < b) {
            return Err(INVALID_PART_ORDER);
        }
        let mut content = Vec::new();
        for (position, (number, etag)) in named.iter().enumerate() {
            let part = upload.parts.get(number).filter(|part| part.etag == *etag).ok_or(INVALID_PART)?;
            if part.content.len() < LEAST_PART && position + 1 < named.len() {
                return Err(ENTITY_TOO_SMALL);
            }
            content.extend_from_slice(&part.content);
        }
        let object = Object::new(content.into(), at);
        let etag = object.etag.clone();
        self.objects.insert(key.to_owned(), object);
        self.uploads.remove(id);
        Ok(etag)
    }

    pub(crate) fn abort(&mut self, key: &str, id: &str) -> Result<(), Refusal> {
        self.uploads.get(id).filter(|upload| upload.key == key).ok_or(NO_SUCH_UPLOAD)?;
        self.uploads.remove(id);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(content: &[u8]) -> Object {
        Object::new(Bytes::copy_from_slice(content), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn parts_become_an_object_only_whole_in_order_and_large_enough() {
        let mut bucket = Bucket::default();
        let id = bucket.begin("a".to_owned());
        let (large, small) = (object(&vec![1; LEAST_PART]), object(b"end"));
        bucket.part("a", &id, 1, large.clone()).unwrap();
        bucket.part("a", &id, 2, small.clone()).unwrap();
        assert_eq!(bucket.part("b", &id, 1, small.clone()), Err(NO_SUCH_UPLOAD));
        let (first, last) = ((1, large.etag), (2, small.etag.clone()));
        let mut complete = |named: &[(u32, String)]| bucket.complete("a", &id, named, Timestamp::UNIX_EPOCH);
        assert_eq!(complete(&[last.clone(), first.clone()]), Err(INVALID_PART_ORDER));
        assert_eq!(complete(&[first.clone(), (3, small.etag.clone())]), Err(INVALID_PART));
        assert_eq!(complete(&[(1, small.etag)]), Err(INVALID_PART));
        assert_eq!(complete(&[last.clone(), (3, "x".to_owned())]), Err(ENTITY_TOO_SMALL));
        complete(&[first.clone(), last]).unwrap();
        assert_eq!(complete(&[first]), Err(NO_SUCH_UPLOAD));
        assert_eq!(bucket.get("a").map(|object| object.content.len()), Some(LEAST_PART + 3));
        assert_eq!(bucket.unfinished(), 0);
    }

    #[test]
    fn a_list_goes_on_where_its_page_ended_and_gathers_folders() {
        let mut bucket = Bucket::default();
        for key in ["a/1", "a/2", "b/1", "c", "d"] {
            bucket.put(key.to_owned(), object(b""));
        }
        let keys = |listed: &Listed| listed.objects.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
        let first = bucket.list("", None, "", 2);
        assert_eq!((keys(&first), first.next.as_deref()), (vec!["a/1".to_owned(), "a/2".to_owned()], Some("a/2")));
        let rest = bucket.list("", None, "a/2", 10);
        assert_eq!((keys(&rest).len(), rest.next), (3, None));
        let top = bucket.list("", Some("/"), "", 10);
        assert_eq!((keys(&top).len(), top.prefixes.len()), (2, 2));
        assert_eq!(keys(&bucket.list("a/", Some("/"), "", 10)).len(), 2);
    }
}
