//! Patterns for labels.

/// Whether a text fits a pattern in which `*` stands for any characters and `?` for one.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    let [pattern, text] = [pattern, text].map(|text| text.chars().collect::<Vec<char>>());
    // Positions of the last `*` and of the text it was tried at: on a mismatch it takes one more.
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        if p < pattern.len() && pattern[p] == '*' {
            star = Some((p, t));
            p += 1;
        } else if p < pattern.len() && (pattern[p] == '?' || pattern[p] == text[t]) {
            p += 1;
            t += 1;
        } else if let Some((at, taken)) = star {
            (p, t) = (at + 1, taken + 1);
            star = Some((at, taken + 1));
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|&c| c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_a_shell() {
        assert!(fits("n=60,*", "n=60,rho=0.5"));
        assert!(fits("*rho=0.5*", "n=60,rho=0.5,snr=1"));
        assert!(fits("n=?0,*,snr=1", "n=60,rho=0.5,snr=1"));
        assert!(!fits("n=60", "n=600"));
        assert!(!fits("*snr=1", "n=60,snr=10"));
        assert!(fits("*", ""));
    }
}
