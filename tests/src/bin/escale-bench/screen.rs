//! A display nobody sees, whose picture can be read as it stands: the same eye for any program,
//! without a hand inside it.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use escale_tests::process::Program;
use tempfile::TempDir;

/// A caret that blinks is not a change.
const CARET: usize = 64;
/// Shades that two drawings of the same edge may be apart, of 255.
const SMOOTHING: u8 = 24;

pub(crate) struct Screen {
    _xvfb: Program,
    pub(crate) name: String,
    picture: File,
    _folder: TempDir,
}

impl Screen {
    pub(crate) fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut xvfb = Program::start(
            Command::new("Xvfb")
                .args([
                    "-displayfd",
                    "1",
                    "-screen",
                    "0",
                    "1280x900x24",
                    "-nolisten",
                    "tcp",
                    "-fbdir",
                ])
                .arg(folder.path())
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )?;
        let mut number = String::new();
        BufReader::new(xvfb.child().stdout.take().context("a pipe")?).read_line(&mut number)?;
        ensure!(!number.trim().is_empty(), "Xvfb named no display");
        let picture =
            File::open(folder.path().join("Xvfb_screen0")).context("Xvfb shows no picture")?;
        Ok(Self {
            _xvfb: xvfb,
            name: format!(":{}", number.trim()),
            picture,
            _folder: folder,
        })
    }

    /// The pixels, as they are now.
    pub(crate) fn look(&mut self) -> Result<Vec<u8>> {
        let mut pixels = Vec::new();
        self.picture.seek(SeekFrom::Start(0))?;
        self.picture.read_to_end(&mut pixels)?;
        Ok(pixels)
    }

    /// Waits until nothing has changed for `calm` (a picture unlike `blank` being there), and
    /// answers when the last change was seen.
    pub(crate) fn settle(
        &mut self,
        blank: &[u8],
        calm: Duration,
        patience: Duration,
    ) -> Result<(Instant, Vec<u8>)> {
        let began = Instant::now();
        let mut latest = blank.to_vec();
        let mut changed = began;
        loop {
            std::thread::sleep(Duration::from_millis(10));
            let seen = self.look()?;
            if differ(&latest, &seen) {
                changed = Instant::now();
                latest = seen;
            } else if changed.elapsed() > calm && differ(blank, &latest) {
                return Ok((changed, latest));
            }
            ensure!(
                began.elapsed() < patience,
                "nothing to see after {patience:?}"
            );
        }
    }
}

/// More than a caret apart.
pub(crate) fn differ(one: &[u8], other: &[u8]) -> bool {
    if one == other {
        return false;
    }
    let pixels = one.chunks_exact(4).zip(other.chunks_exact(4));
    one.len() != other.len() || pixels.filter(|(a, b)| apart(a, b)).take(CARET + 1).count() > CARET
}

/// Two pixels of different colours. The edges of letters and boxes are smoothed a little
/// differently from one drawing to the next.
fn apart(one: &[u8], other: &[u8]) -> bool {
    one.iter()
        .zip(other)
        .any(|(a, b)| a.abs_diff(*b) > SMOOTHING)
}
