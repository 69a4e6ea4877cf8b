//! What stores say of failures, in our words: the object, the reason, what to do. Nothing secret is repeated.

use super::Address;
use super::address::Scheme;
use crate::{Error, ErrorKind};

/// Longest reason in characters.
const LONGEST: usize = 240;

/// Variables whose values must not stand in any message.
const SECRETS: [&str; 12] = [
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_TOKEN",
    "AZURE_STORAGE_ACCOUNT_KEY",
    "AZURE_STORAGE_ACCESS_KEY",
    "AZURE_STORAGE_MASTER_KEY",
    "AZURE_STORAGE_SAS_KEY",
    "AZURE_STORAGE_SAS_TOKEN",
    "AZURE_STORAGE_CLIENT_SECRET",
    "AZURE_CLIENT_SECRET",
    "AZURE_STORAGE_TOKEN",
    "GOOGLE_SERVICE_ACCOUNT_KEY",
];

/// The error of a store that could not be made from the environment.
pub(super) fn unopened(bucket: &Address, error: &object_store::Error) -> Error {
    Error::new(ErrorKind::Usage, format!("`{bucket}` cannot be opened: {}", reason(error)))
        .with_hint(credentials(bucket.scheme))
}

/// The error of a bucket that is not there.
pub(super) fn no_bucket(bucket: &Address, error: &object_store::Error) -> Error {
    let bucket = Address { key: String::new(), ..bucket.clone() };
    Error::new(ErrorKind::Usage, format!("the bucket `{bucket}` does not exist ({})", reason(error)))
        .with_hint("create it first, or name another one; nothing here makes buckets")
}

/// The error of an object that could not be written, read, listed or removed.
pub(super) fn failed(address: &Address, what: &str, error: &object_store::Error) -> Error {
    if matches!(error, object_store::Error::NotFound { .. }) || is_about_bucket(error) {
        return no_bucket(address, error);
    }
    let reason = reason(error);
    let hint = if is_denied(error) || reason.to_lowercase().contains("credential") || reason.contains("metadata") {
        credentials(address.scheme)
    } else if matches!(error, object_store::Error::Generic { .. }) {
        endpoint(address.scheme)
    } else {
        "run the same command again"
    };
    Error::new(ErrorKind::Io, format!("`{address}` cannot be {what}: {reason}")).with_hint(hint)
}

/// Whether a missing object is said of its bucket.
pub(super) fn is_about_bucket(error: &object_store::Error) -> bool {
    let text = text(error);
    ["NoSuchBucket", "ContainerNotFound", "bucket does not exist"].iter().any(|word| text.contains(word))
}

/// Whether the credentials hold but do not allow this.
pub(super) fn is_about_listing(error: &object_store::Error) -> bool {
    let text = text(error);
    is_denied(error) && ["AccessDenied", "AuthorizationPermissionMismatch"].iter().any(|word| text.contains(word))
}

/// Whether the store takes the credentials for nothing. Answers to listings have no kind but their words.
fn is_denied(error: &object_store::Error) -> bool {
    use object_store::Error::{PermissionDenied, Unauthenticated};
    let text = || text(error);
    matches!(error, PermissionDenied { .. } | Unauthenticated { .. })
        || ["403 Forbidden", "401 Unauthorized", "ExpiredToken"].iter().any(|word| text().contains(word))
}

fn credentials(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::S3 => {
            "check the credentials in the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN), AWS_REGION; \
             profiles of ~/.aws are not read"
        }
        Scheme::Gs => {
            "check the credentials in the environment: GOOGLE_APPLICATION_CREDENTIALS or GOOGLE_SERVICE_ACCOUNT names the file of the account"
        }
        Scheme::Az => {
            "check the credentials in the environment: AZURE_STORAGE_ACCOUNT_NAME with AZURE_STORAGE_ACCOUNT_KEY or AZURE_STORAGE_SAS_TOKEN, \
             or AZURE_CLIENT_ID, AZURE_CLIENT_SECRET and AZURE_TENANT_ID"
        }
    }
}

fn endpoint(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::S3 => {
            "check the network, AWS_REGION and, where it is set, AWS_ENDPOINT_URL (AWS_ALLOW_HTTP=true for http); then run it again"
        }
        Scheme::Gs => "check the network and, where it is set, GOOGLE_BASE_URL; then run it again",
        Scheme::Az => {
            "check the network, AZURE_STORAGE_ACCOUNT_NAME and, where it is set, AZURE_STORAGE_ENDPOINT; then run it again"
        }
    }
}

/// The error and its causes.
fn text(error: &object_store::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text += &format!(": {more}");
        }
        cause = error.source();
    }
    text
}

/// Why, in one line.
fn reason(error: &object_store::Error) -> String {
    let secrets: Vec<String> = SECRETS.iter().filter_map(|name| std::env::var(name).ok()).collect();
    shortened(&text(error), &secrets)
}

/// What a store's answer says in its own fields; else the whole text without the queries of addresses, which may be signed.
fn shortened(text: &str, secrets: &[String]) -> String {
    let field = |open: &str, close: &str| {
        let (_, rest) = text.split_once(open)?;
        rest.split_once(close).map(|(value, _)| value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    let said = match (field("<Code>", "</Code>"), field("<Message>", "</Message>")) {
        (Some(code), Some(message)) => format!("{code}: {message}"),
        (Some(code), None) => code,
        _ => without_queries(text),
    };
    let mut line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for secret in secrets.iter().filter(|secret| secret.len() >= 4) {
        line = line.replace(secret.as_str(), "…");
    }
    if line.chars().count() > LONGEST {
        line = line.chars().take(LONGEST).chain(std::iter::once('…')).collect();
    }
    line
}

fn without_queries(text: &str) -> String {
    let mut plain = String::new();
    for (at, part) in text.split('?').enumerate() {
        let kept = if at == 0 {
            part
        } else {
            part.find([' ', ')', '"', '\n']).map_or("", |end| part.get(end..).unwrap_or_default())
        };
        plain += kept;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_in_short_and_without_secrets() {
        let answer = "Server returned non-2xx status code: 403 Forbidden: <Error><Code>SignatureDoesNotMatch</Code>\
                      <Message>The signature\n does not match</Message><CanonicalRequest>x-amz-security-token:TOKEN</CanonicalRequest></Error>";
        assert_eq!(shortened(answer, &[]), "SignatureDoesNotMatch: The signature does not match");
        let address = "Error performing GET https://a.example/c?sv=1&sig=abc%3D in 2s - error sending request for url (https://a.example/c?sig=abc)";
        assert_eq!(
            shortened(address, &[]),
            "Error performing GET https://a.example/c in 2s - error sending request for url (https://a.example/c)"
        );
        assert_eq!(shortened("the key hunter22 is wrong", &["hunter22".to_owned()]), "the key … is wrong");
        assert!(shortened(&"long ".repeat(100), &[]).chars().count() <= LONGEST + 1);
    }
}
