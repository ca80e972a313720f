//! The table on the screen, and the same one in the page of figures, between its marks.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::desk::Desk;
use crate::measure::{Figure, Limit, Unit, ms};

/// What the figures were taken on.
pub(crate) fn machine(desk: &Desk) -> Result<String> {
    let cores = std::thread::available_parallelism()?;
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    let info = read("/proc/cpuinfo");
    let named = info
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let processor = named.map_or("processor unknown", |(_, name)| name);
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or("?");
    let mut flush = crate::measure::Samples::default();
    let mut file = std::fs::File::create(desk.folder().join("flush"))?;
    for _ in 0..50 {
        flush.push(ms(|| {
            std::io::Write::write_all(&mut file, &[7; 4096])?;
            Ok(file.sync_data()?)
        })?);
    }
    Ok(format!(
        "{cores} cores ({processor}), load {load} when it began; the disk makes 4 kB durable in {:.2} ms \
         (median; p99 {:.2} ms). Build: profile `bench` (optimised, without link-time optimisation).",
        flush.median(),
        flush.p99()
    ))
}

/// The table, as Markdown.
pub(crate) fn table(figures: &[Figure]) -> String {
    let mut rows: Vec<[String; 8]> = vec![
        [
            "what",
            "n",
            "ours",
            "p99",
            "yardstick",
            "ratio",
            "limit",
            "verdict",
        ]
        .map(str::to_owned),
    ];
    for figure in figures {
        let unit = figure.unit;
        let yardstick = figure.yardstick.as_ref();
        rows.push([
            figure.what.clone(),
            figure.ours.count().to_string(),
            shown(figure.ours.median(), unit),
            if figure.ours.count() > 1 {
                shown(figure.ours.p99(), unit)
            } else {
                String::new()
            },
            yardstick.map_or_else(String::new, |(name, s)| {
                format!("{} ({name})", shown(s.median(), unit))
            }),
            figure
                .ratio()
                .map_or_else(String::new, |ratio| format!("{ratio:.2}")),
            match figure.limit {
                Limit::None => String::new(),
                Limit::Ratio(most) => format!("ratio {most}"),
                Limit::P99(most) => format!("p99 {}", shown(most, unit)),
                Limit::Median(most) => shown(most, unit),
            },
            match (figure.limit, figure.kept()) {
                (Limit::None, _) => String::new(),
                (_, true) => "kept".to_owned(),
                (_, false) => "BROKEN".to_owned(),
            },
        ]);
    }
    let widths: Vec<usize> = (0..8)
        .map(|column| {
            rows.iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        for (cell, width) in row.iter().zip(&widths) {
            let _ = write!(text, "| {cell:<width$} ");
        }
        text.push_str("|\n");
        if at == 0 {
            for width in &widths {
                let _ = write!(text, "|{}", "-".repeat(width + 2));
            }
            text.push_str("|\n");
        }
    }
    text.trim_end().to_owned()
}

fn shown(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Ms if value < 10.0 => format!("{value:.2} ms"),
        Unit::Ms => format!("{value:.0} ms"),
        Unit::Bytes => format!("{value:.0} B"),
        Unit::Mib => format!("{value:.0} MiB"),
        Unit::Count => format!("{value:.0}"),
    }
}

/// Replaces what stands between the marks of that name.
pub(crate) fn write(page: &Path, name: &str, text: &str) -> Result<()> {
    let kept = std::fs::read_to_string(page).with_context(|| page.display().to_string())?;
    let (begin, end) = (format!("<!-- figures: {name} -->"), "<!-- end -->");
    let (before, rest) = kept
        .split_once(&begin)
        .with_context(|| format!("the page has no mark for {name}"))?;
    let (_, after) = rest
        .split_once(end)
        .with_context(|| format!("the mark for {name} has no end"))?;
    Ok(std::fs::write(
        page,
        format!("{before}{begin}\n{text}\n{end}{after}"),
    )?)
}
