//! The best size of a picture that X offers in several.
//!
//! Only rewrites addresses; nothing is fetched.

use std::borrow::Cow;

/// Ends of portrait names that stand for a small size.
const SMALL_PORTRAITS: [&str; 8] =
    ["_normal", "_bigger", "_mini", "_x96", "_reasonably_small", "_200x200", "_96x96", "_48x48"];

/// Folders of pictures that take `?name=`.
const SIZED: [&str; 4] = ["/media/", "/ext_tw_video_thumb/", "/amplify_video_thumb/", "/tweet_video_thumb/"];

/// The address of a picture in the largest size a card can use: portraits 400 px wide, photos and stills up to 2048 px.
/// Addresses of other sites, and those without sizes, come back as they are.
pub(super) fn best_picture(url: &str) -> String {
    let Some((host, path)) = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')) else {
        return url.to_owned();
    };
    if !host.ends_with(".twimg.com") {
        return url.to_owned();
    }
    let url = format!("https://{host}/{path}");
    let (plain, query) = url.split_once('?').map_or((url.as_str(), None), |(plain, query)| (plain, Some(query)));
    if plain.contains("/profile_images/") || plain.contains("/default_profile_images/") {
        return portrait(plain).into_owned();
    }
    if SIZED.iter().any(|folder| plain.contains(folder)) {
        return photo(plain, query);
    }
    url
}

fn portrait(url: &str) -> Cow<'_, str> {
    let file = url.rfind('/').map_or(0, |slash| slash + 1);
    let point = url.rfind('.').filter(|point| *point > file).unwrap_or(url.len());
    let (name, ending) = url.split_at(point);
    match SMALL_PORTRAITS.iter().find_map(|small| name.strip_suffix(small)) {
        Some(name) => Cow::Owned(format!("{name}_400x400{ending}")),
        None => Cow::Borrowed(url),
    }
}

fn photo(plain: &str, query: Option<&str>) -> String {
    // The old form of a size: `….jpg:small`.
    let plain = match plain.rsplit_once(':') {
        Some((before, size)) if !size.contains('/') => before,
        _ => plain,
    };
    let kept = query.into_iter().flat_map(|query| query.split('&')).filter(|part| part.starts_with("format="));
    let mut parts: Vec<&str> = kept.collect();
    parts.push("name=large");
    format!("{plain}?{}", parts.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_size_is_named() {
        for (url, expected) in [
            (
                "https://pbs.twimg.com/profile_images/1/a_b_normal.jpg",
                "https://pbs.twimg.com/profile_images/1/a_b_400x400.jpg",
            ),
            (
                "http://a0.twimg.com/profile_images/1/me_bigger.png",
                "https://a0.twimg.com/profile_images/1/me_400x400.png",
            ),
            ("https://pbs.twimg.com/profile_images/1/a_normal", "https://pbs.twimg.com/profile_images/1/a_400x400"),
            ("https://pbs.twimg.com/profile_images/1/a.jpg", "https://pbs.twimg.com/profile_images/1/a.jpg"),
            (
                "https://pbs.twimg.com/profile_images/1/a_400x400.jpg",
                "https://pbs.twimg.com/profile_images/1/a_400x400.jpg",
            ),
            ("https://pbs.twimg.com/media/Ab.jpg", "https://pbs.twimg.com/media/Ab.jpg?name=large"),
            ("https://pbs.twimg.com/media/Ab.jpg:small", "https://pbs.twimg.com/media/Ab.jpg?name=large"),
            (
                "https://pbs.twimg.com/media/Ab?format=png&name=small",
                "https://pbs.twimg.com/media/Ab?format=png&name=large",
            ),
            (
                "http://pbs.twimg.com/tweet_video_thumb/Ab.jpg",
                "https://pbs.twimg.com/tweet_video_thumb/Ab.jpg?name=large",
            ),
            (
                "https://pbs.twimg.com/card_img/1/x?format=jpg&name=600x314",
                "https://pbs.twimg.com/card_img/1/x?format=jpg&name=600x314",
            ),
            ("https://example.org/media/a_normal.jpg", "https://example.org/media/a_normal.jpg"),
            ("portrait.jpg", "portrait.jpg"),
        ] {
            assert_eq!(best_picture(url), expected);
        }
    }
}
