//! Places on a plane.

/// Millionths of a degree, in whatever system the register keeps: all of one register in the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Degrees {
    pub latitude: i64,
    pub longitude: i64,
}

/// Metres east and north of some corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub east: f64,
    pub north: f64,
}

/// Metres of one degree of latitude (mean Earth radius 6,371,008.8 m, IUGG).
const DEGREE: f64 = 6_371_008.8 * std::f64::consts::PI / 180.0;
const MILLION: f64 = 1e6;

impl Degrees {
    /// The place on the plane that touches the Earth at `about`. Within a city it is true to parts
    /// of a thousandth.
    pub fn on_plane(self, about: Degrees) -> Point {
        let narrowing = (about.latitude as f64 / MILLION).to_radians().cos();
        Point {
            east: (self.longitude - about.longitude) as f64 / MILLION * DEGREE * narrowing,
            north: (self.latitude - about.latitude) as f64 / MILLION * DEGREE,
        }
    }

    /// Metres in a straight line.
    pub fn metres_to(self, other: Degrees) -> f64 {
        Point { east: 0.0, north: 0.0 }.metres_to(other.on_plane(self))
    }
}

impl Point {
    pub fn metres_to(self, other: Point) -> f64 {
        (self.east - other.east).hypot(self.north - other.north)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousandth_of_a_degree_is_some_hundred_metres() {
        let here = Degrees { latitude: 31_800_000, longitude: 119_970_000 };
        let north = Degrees { latitude: 31_801_000, ..here };
        let east = Degrees { longitude: 119_971_000, ..here };
        assert!((here.metres_to(north) - 111.2).abs() < 0.1, "{}", here.metres_to(north));
        assert!((here.metres_to(east) - 94.5).abs() < 0.1, "{}", here.metres_to(east));
    }
}
