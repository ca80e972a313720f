//! Where things are, and how far from one another as the crow flies.

use serde_json::{Value, json};

/// Millionths of a degree in a degree.
const MILLION: f64 = 1_000_000.0;
/// Mean radius of the Earth, kilometres.
const EARTH: f64 = 6371.0088;

/// A point, in millionths of a degree: whole numbers travel the same everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// Latitude, −90 000 000 to 90 000 000.
    pub lat: i32,
    /// Longitude, −180 000 000 to 180 000 000.
    pub lon: i32,
}

impl Point {
    /// The point of typed degrees ("49.336", "-1,7"), if it is one.
    #[must_use]
    pub fn typed(lat: &str, lon: &str) -> Option<Self> {
        Some(Self {
            lat: degrees(lat, 90)?,
            lon: degrees(lon, 180)?,
        })
    }

    /// The wire form.
    #[must_use]
    pub fn to_value(self) -> Value {
        json!({"lat": self.lat, "lon": self.lon})
    }

    /// From the wire form.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Self> {
        let part = |name: &str, most: i32| {
            let part = i32::try_from(value.get(name)?.as_i64()?).ok()?;
            (part.abs() <= most * 1_000_000).then_some(part)
        };
        Some(Self {
            lat: part("lat", 90)?,
            lon: part("lon", 180)?,
        })
    }

    /// Latitude and longitude in degrees, as the standard writes them.
    #[must_use]
    pub fn degrees(self) -> (String, String) {
        (written(self.lat), written(self.lon))
    }

    /// Kilometres to another point, as the crow flies.
    #[must_use]
    pub fn kilometres(self, other: Self) -> f64 {
        let radians = |part: i32| (f64::from(part) / MILLION).to_radians();
        let (a, b) = (radians(self.lat), radians(other.lat));
        let (north, east) = (b - a, radians(other.lon) - radians(self.lon));
        let chord = (north / 2.0).sin().powi(2) + a.cos() * b.cos() * (east / 2.0).sin().powi(2);
        2.0 * EARTH * chord.sqrt().min(1.0).asin()
    }
}

/// Read digit by digit: no float, no rounding of its own.
fn degrees(typed: &str, most: i32) -> Option<i32> {
    let typed = typed.trim().replace('−', "-");
    let (sign, typed) = match typed.strip_prefix('-') {
        Some(rest) => (-1, rest.to_owned()),
        None => (1, typed),
    };
    let (whole, part) = typed.split_once(['.', ',']).unwrap_or((&typed, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 20 || !digits(whole) || !digits(part) {
        return None;
    }
    let part: String = part.chars().chain(std::iter::repeat('0')).take(6).collect();
    let (whole, part): (i32, i32) = (whole.parse().ok()?, part.parse().ok()?);
    let total = whole.checked_mul(1_000_000)?.checked_add(part)?;
    (total <= most * 1_000_000).then_some(sign * total)
}

fn written(part: i32) -> String {
    let (whole, rest) = (part.abs() / 1_000_000, part.abs() % 1_000_000);
    let sign = if part < 0 { "-" } else { "" };
    let text = format!("{sign}{whole}.{rest:06}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_as_people_and_files_write_them() {
        let read = |lat: &str, lon: &str| Point::typed(lat, lon).map(Point::degrees);
        let pair = |lat: &str, lon: &str| Some((lat.to_owned(), lon.to_owned()));
        assert_eq!(read("46.1060711578546", "5.82"), pair("46.106071", "5.82"));
        assert_eq!(read(" 49,336 ", "-1,7"), pair("49.336", "-1.7"));
        assert_eq!(read("-0.000001", "0"), pair("-0.000001", "0"));
        for (lat, lon) in [
            ("91", "0"),
            ("", "0"),
            ("1e3", "0"),
            ("0", "180.1"),
            ("NaN", "0"),
        ] {
            assert_eq!(read(lat, lon), None, "{lat} {lon}");
        }
        let point = Point::typed("49.336", "-1.7").unwrap();
        assert_eq!(Point::from_value(&point.to_value()), Some(point));
        assert_eq!(
            Point::from_value(&json!({"lat": 91_000_000, "lon": 0})),
            None
        );
    }

    #[test]
    fn a_distance_is_the_one_of_the_map() {
        // Cherbourg town hall to Coutances cathedral: about 67 km.
        let cherbourg = Point::typed("49.6425", "-1.6249").unwrap();
        let coutances = Point::typed("49.0475", "-1.4447").unwrap();
        let found = cherbourg.kilometres(coutances);
        assert!((66.0..69.0).contains(&found), "{found}");
        assert!(cherbourg.kilometres(cherbourg).abs() < 1e-9);
        let antipode = Point {
            lat: -cherbourg.lat,
            lon: cherbourg.lon + 180_000_000,
        };
        assert!((20_000.0..20_020.0).contains(&cherbourg.kilometres(antipode)));
    }
}
