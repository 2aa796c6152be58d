//! The store as a client that knows S3 finds it, over a real socket.
#![allow(clippy::unwrap_used, reason = "a test that can't get its ground stops there and says why")]

use futures::StreamExt as _;
use object_store::aws::{AmazonS3, AmazonS3Builder, Checksum};
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt as _, RetryConfig};
use peer_objects::{LEAST_PART, Objects, Operation, Options, Running, Weather};

fn builder(peer: &Running) -> AmazonS3Builder {
    let Options { bucket, region, access_key, secret_key, .. } = Options::default();
    AmazonS3Builder::new()
        .with_endpoint(&peer.endpoint)
        .with_allow_http(true)
        .with_bucket_name(bucket)
        .with_region(region)
        .with_access_key_id(access_key)
        .with_secret_access_key(secret_key)
        .with_disable_bulk_delete(true)
        .with_retry(RetryConfig { max_retries: 0, ..RetryConfig::default() })
}

async fn opened() -> (Running, AmazonS3) {
    let peer = Objects::open(Options::default()).await.unwrap();
    let client = builder(&peer).build().unwrap();
    (peer, client)
}

#[tokio::test]
async fn what_is_put_is_got_whole_and_in_ranges_and_is_gone_when_taken_away() {
    let (peer, client) = opened().await;
    // Signs that the signature has to encode.
    let key = Path::from("mapp med å/a+b c~!.pdf");
    client.put(&key, "0123456789".into()).await.unwrap();
    assert_eq!(client.get(&key).await.unwrap().bytes().await.unwrap(), "0123456789");
    assert_eq!(client.get_range(&key, 2..5).await.unwrap(), "234");
    assert_eq!(client.head(&key).await.unwrap().size, 10);
    assert!(client.get_range(&key, 10..12).await.is_err());
    client.delete(&key).await.unwrap();
    client.delete(&key).await.unwrap();
    assert!(matches!(client.get(&key).await, Err(Error::NotFound { .. })));
    assert!(peer.keys().is_empty());
}

#[tokio::test]
async fn content_that_is_unsigned_or_summed_twice_comes_in_too() {
    let peer = Objects::open(Options::default()).await.unwrap();
    let unsigned = builder(&peer).with_unsigned_payload(true).build().unwrap();
    let summed = builder(&peer).with_checksum_algorithm(Checksum::SHA256).build().unwrap();
    for client in [unsigned, summed] {
        client.put(&Path::from("a"), "content".into()).await.unwrap();
        let mut upload = client.put_multipart(&Path::from("b")).await.unwrap();
        upload.put_part("content".into()).await.unwrap();
        upload.complete().await.unwrap();
        assert_eq!(client.get(&Path::from("b")).await.unwrap().bytes().await.unwrap(), "content");
    }
}

#[tokio::test]
async fn an_upload_in_parts_becomes_one_object_or_leaves_nothing() {
    let (peer, client) = opened().await;
    let mut upload = client.put_multipart(&Path::from("stor")).await.unwrap();
    upload.put_part(vec![b'a'; LEAST_PART].into()).await.unwrap();
    upload.put_part("slut".into()).await.unwrap();
    assert_eq!((peer.unfinished(), peer.keys().len()), (1, 0));
    upload.complete().await.unwrap();
    assert_eq!(peer.content("stor").unwrap().len(), LEAST_PART + 4);

    let mut small = client.put_multipart(&Path::from("liten")).await.unwrap();
    small.put_part("a".into()).await.unwrap();
    small.put_part("b".into()).await.unwrap();
    assert!(small.complete().await.unwrap_err().to_string().contains("EntityTooSmall"));
    small.abort().await.unwrap();
    assert_eq!((peer.unfinished(), peer.keys()), (0, vec!["stor".to_owned()]));
}

#[tokio::test]
async fn a_list_of_more_than_a_page_is_whole_and_folders_stand_for_what_is_in_them() {
    let (peer, client) = opened().await;
    for number in 0..1_003 {
        peer.put(&format!("a/{number:04}"), "x");
    }
    peer.put("b", "xy");
    let all: Vec<_> = client.list(None).map(Result::unwrap).collect().await;
    assert_eq!(all.len(), 1_004);
    let top = client.list_with_delimiter(None).await.unwrap();
    assert_eq!((top.common_prefixes.len(), top.objects.len()), (1, 1));
    let late = client.list_with_offset(Some(&Path::from("a")), &Path::from("a/1000")).count().await;
    assert_eq!(late, 2);
}

#[tokio::test]
async fn whoever_has_the_wrong_key_region_bucket_or_time_is_told_which() {
    let peer = Objects::open(Options::default()).await.unwrap();
    let wrong = [
        (builder(&peer).with_access_key_id("nobody"), "InvalidAccessKeyId"),
        (builder(&peer).with_secret_access_key("guessed"), "SignatureDoesNotMatch"),
        (builder(&peer).with_region("us-east-1"), "AuthorizationHeaderMalformed"),
        (builder(&peer).with_bucket_name("other"), "NoSuchBucket"),
        (builder(&peer).with_skip_signature(true), "AccessDenied"),
    ];
    for (builder, code) in wrong {
        let error = builder.build().unwrap().put(&Path::from("a"), "x".into()).await.unwrap_err();
        assert!(error.to_string().contains(code), "{error}");
    }
    peer.set_clock_ahead(3_600);
    let error = builder(&peer).build().unwrap().get(&Path::from("a")).await.unwrap_err();
    assert!(error.to_string().contains("RequestTimeTooSkewed"), "{error}");
}

#[tokio::test]
async fn it_misbehaves_as_it_is_told_and_tells_what_it_was_asked() {
    let (peer, client) = opened().await;
    let key = Path::from("a");
    client.put(&key, vec![b'x'; 300_000].into()).await.unwrap();
    for weather in [Weather::Overloaded, Weather::Broken, Weather::HangsUp, Weather::CutsOff(100_000)] {
        peer.set_weather(&[Operation::Get], weather);
        let got = match client.get(&key).await {
            Ok(found) => found.bytes().await,
            Err(error) => Err(error),
        };
        assert!(got.is_err(), "{weather:?}");
    }
    peer.set_weather(&[Operation::Get], Weather::Silent);
    let patience = std::time::Duration::from_millis(200);
    assert!(tokio::time::timeout(patience, client.get(&key)).await.is_err());
    peer.set_weather(&Operation::ALL, Weather::Fair);
    assert_eq!(client.get(&key).await.unwrap().bytes().await.unwrap().len(), 300_000);
    let mut asked = peer.asked();
    asked.dedup();
    assert_eq!(asked, [Operation::Put, Operation::Get]);
    peer.stop().await;
    assert!(client.get(&key).await.is_err());
}
