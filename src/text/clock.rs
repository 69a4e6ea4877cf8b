//! How long something lasts, as players write it.

/// Seconds as `0:07`, `12:30` or `1:02:03`, rounded, one second at least. What is no length of time gives nothing.
pub(crate) fn clock(seconds: f64) -> Option<String> {
    if !(0.0..1e9).contains(&seconds) {
        return None;
    }
    let whole = seconds.round().max(1.0) as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    Some(if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_as_on_a_player() {
        for (seconds, expected) in [(0.2, "0:01"), (7.4, "0:07"), (59.6, "1:00"), (750.0, "12:30"), (3723.0, "1:02:03")]
        {
            assert_eq!(clock(seconds).as_deref(), Some(expected));
        }
        for wrong in [-1.0, f64::NAN, f64::INFINITY, 1e12] {
            assert_eq!(clock(wrong), None);
        }
    }
}
