//! Chance that repeats itself: the same seed and the same stream give the same numbers anywhere.

/// SplitMix64. Small, and the same in every version of every library.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// A stream of its own for each thing drawn, so that what is drawn for one never shifts another.
    pub fn new(seed: u64, stream: &str, number: u64) -> Chance {
        let mixed = stream.bytes().fold(seed, |mixed, byte| Chance(mixed ^ u64::from(byte)).draw());
        Chance(Chance(mixed ^ number).draw())
    }

    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `least` to `most`, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = u64::try_from(most.saturating_sub(least)).unwrap_or(0).saturating_add(1);
        least.saturating_add_unsigned(self.draw() % width)
    }

    /// True `part` times in `whole`.
    pub fn in_parts(&mut self, part: u64, whole: u64) -> bool {
        self.draw() % whole.max(1) < part
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[(self.draw() % from.len() as u64) as usize]
    }

    /// One of several, each as likely as its weight.
    pub fn weighted<T: Copy>(&mut self, from: &[(u64, T)]) -> T {
        let mut left = self.draw() % from.iter().map(|(weight, _)| weight).sum::<u64>();
        let chosen = from.iter().find(|(weight, _)| {
            let here = left < *weight;
            left = left.saturating_sub(*weight);
            here
        });
        chosen.unwrap_or(&from[0]).1
    }
}

/// Whether the `index`-th of a long row belongs to a share of `part` in `whole`. Spread evenly, and
/// exact over each `whole`, which chance would not be.
pub fn share(index: u64, part: u64, whole: u64) -> bool {
    (index + 1) * part / whole != index * part / whole
}
