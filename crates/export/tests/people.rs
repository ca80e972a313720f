//! Workbooks of people: the platform's model, its messages to the letter, and files made to
//! harm.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use chrono::NaiveDate;
use escale_domain::vocabulary::Gender;
use escale_export::people::{BookError, BookRow, MOST, Person, check, read};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns:r="x"><sheets><sheet name="Bénéficiaires" sheetId="1" r:id="rId1"/><sheet name="Communes" sheetId="2" r:id="rId2"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships><Relationship Id="rId2" Target="worksheets/sheet2.xml"/><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#;
const HEADINGS: [&str; 10] = [
    "Nom",
    "Prénom",
    "Année de naissance",
    "Commune",
    "",
    "",
    "N° de téléphone",
    "E-mail",
    "Genre",
    "Notes supplémentaires",
];

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        file.start_file(*name, SimpleFileOptions::default())
            .unwrap();
        file.write_all(bytes).unwrap();
    }
    file.finish().unwrap().into_inner()
}

fn cell(column: usize, row: usize, text: &str) -> String {
    let letter = char::from(b'A' + u8::try_from(column).unwrap());
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!(r#"<c r="{letter}{row}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

/// The headings of the model.
fn headings() -> String {
    let mut rows =
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Remplissez…</t></is></c></row><row r="2">"#
            .to_owned();
    for (at, heading) in HEADINGS.iter().enumerate() {
        rows += &cell(at, 2, heading);
    }
    rows + r#"</row><row r="3"><c r="E3" t="inlineStr"><is><t>Code INSEE</t></is></c></row>"#
}

fn sheet(rows: &str) -> String {
    format!(
        r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData>{}{rows}</sheetData></worksheet>"#,
        headings()
    )
}

fn book(rows: &str) -> Vec<u8> {
    let sheet = sheet(rows);
    zipped(&[
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn row(number: usize, cells: [&str; 10]) -> String {
    let mut text = format!(r#"<row r="{number}">"#);
    for (at, value) in cells
        .iter()
        .enumerate()
        .filter(|(_, value)| !value.is_empty())
    {
        text += &cell(at, number, value);
    }
    text + "</row>"
}

fn judged(cells: [&str; 10]) -> Person {
    let rows = read(&book(&row(4, cells))).unwrap();
    check(&rows[0], NaiveDate::from_ymd_opt(2026, 11, 24).unwrap())
}

fn faults(cells: [&str; 10]) -> Vec<(&'static str, String)> {
    judged(cells)
        .faults
        .into_iter()
        .map(|fault| (fault.column, fault.message))
        .collect()
}

const ODETTE: [&str; 10] = [
    "Lemarinel",
    "Odette",
    "1948",
    "Valognes",
    "50615",
    "50700",
    "02 33 00 00 01",
    "Odette@Example.org",
    "F",
    "Préfère le matin",
];

fn odette(change: &[(usize, &'static str)]) -> [&'static str; 10] {
    let mut cells = ODETTE;
    for (column, text) in change {
        cells[*column] = text;
    }
    cells
}

#[test]
fn a_row_of_the_model_is_a_person() {
    let person = judged(ODETTE);
    assert!(person.faults.is_empty() && person.warnings.is_empty() && !person.sample);
    assert_eq!(person.row, 4);
    assert_eq!(person.form.last_name, "Lemarinel");
    assert_eq!(person.form.commune.as_ref().unwrap().code, "50615");
    assert_eq!(person.form.gender, Some(Gender::Female));
    // Only the names are asked for.
    let bare = judged(["Lemarinel", "Odette", "", "", "", "", "", "", "", ""]);
    assert!(bare.faults.is_empty());
    assert_eq!(
        (bare.form.commune, bare.form.gender),
        (None, Some(Gender::Undeclared))
    );
    assert!(
        judged([
            "Exemple",
            "Léa",
            "1970",
            "Blaziert",
            "32057",
            "32100",
            "0102030405",
            "",
            "Féminin",
            ""
        ])
        .sample
    );
}

#[test]
fn every_fault_is_said_in_the_words_of_the_platform() {
    type Change = &'static [(usize, &'static str)];
    let cases: [(Change, &str, &str); 12] = [
        (&[(0, "")], "Nom", "Le nom est obligatoire"),
        (&[(1, "")], "Prénom", "Le prénom est obligatoire"),
        (
            &[(2, "70")],
            "Année de naissance",
            "Veuillez renseigner une année de naissance valide",
        ),
        (
            &[(2, "2030")],
            "Année de naissance",
            "Veuillez renseigner une année de naissance valide",
        ),
        (&[(4, "99999")], "Code INSEE", "Code commune non trouvé"),
        (
            &[(4, ""), (3, "Nulle-Part-Les-Bains")],
            "Code INSEE",
            "Code commune non trouvé",
        ),
        (
            &[(5, "75001")],
            "Code postal",
            "Le code postal de la commune ne correspond pas",
        ),
        (
            &[(3, "Paris")],
            "Commune",
            "Le nom de la commune ne correspond pas",
        ),
        (&[(8, "X")], "Genre", "Genre invalide"),
        // The platform drops these without a word.
        (
            &[(6, "12 34")],
            "N° de téléphone",
            "Veuillez renseigner un numéro de téléphone valide",
        ),
        (
            &[(7, "odette")],
            "E-mail",
            "Veuillez renseigner une adresse e-mail valide",
        ),
        (
            &[(6, "02 33 00 00 01 ou 06")],
            "N° de téléphone",
            "Veuillez renseigner un numéro de téléphone valide",
        ),
    ];
    for (change, column, message) in cases {
        assert_eq!(
            faults(odette(change)),
            [(column, message.to_owned())],
            "{change:?}"
        );
    }
    let several = faults(odette(&[(0, ""), (6, "x"), (8, "?")]));
    assert_eq!(several.len(), 3);
}

#[test]
fn what_a_spreadsheet_does_to_numbers_is_undone() {
    let numbers = r#"<row r="4"><c r="A4" t="inlineStr"><is><t>Petit</t></is></c><c r="B4" t="str"><f>CONCAT("Pa","ul")</f><v>Paul</v></c><c r="C4"><v>1970.0</v></c><c r="D4" t="inlineStr"><is><t>Ambérieu-en-Bugey</t></is></c><c r="E4"><v>1004</v></c><c r="F4"><v>1500</v></c><c r="G4"><v>1.02030405E8</v></c></row>"#;
    let rows = read(&book(numbers)).unwrap();
    let person = check(&rows[0], NaiveDate::from_ymd_opt(2026, 11, 24).unwrap());
    assert_eq!(person.faults, []);
    assert_eq!(
        (
            person.form.first_name.as_str(),
            person.form.birth_year.as_str()
        ),
        ("Paul", "1970")
    );
    assert_eq!(person.form.phone, "0102030405");
    assert_eq!(person.form.commune.unwrap().postcode, "01500");
}

#[test]
fn shared_texts_entities_and_gaps_are_read_and_formulas_never_computed() {
    let shared = r#"<sst count="9" uniqueCount="9"><si><t>unused</t></si><si><r><t>N&apos;</t></r><r><t>Guyen</t></r><rPh><t>x</t></rPh></si><si/><si><t>&#xC9;vrard &amp; fils</t></si></sst>"#;
    let rows = r#"<row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4" t="s"><v>3</v></c><c r="J4"><f>HYPERLINK("http://example.org","x")</f></c></row><row r="5"/><row r="6"></row><row r="9"><c r="A9" t="s"><v>1</v></c><c r="B9" t="s"><v>77</v></c></row>"#;
    let sheet = sheet(rows);
    let found = read(&zipped(&[
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/sharedStrings.xml", shared.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]))
    .unwrap();
    let names: Vec<(u32, &str, &str)> = found
        .iter()
        .map(|row| (row.number, row.cells[0].as_str(), row.cells[1].as_str()))
        .collect();
    assert_eq!(names, [(4, "N'Guyen", "Évrard & fils"), (9, "N'Guyen", "")]);
    assert_eq!(
        found[0].cells[9], "",
        "a formula nobody computed says nothing"
    );
}

#[test]
fn notes_that_must_not_be_kept_are_warned_of_and_not_changed() {
    let person = judged(odette(&[(9, "mot de passe : Soleil2026")]));
    assert_eq!(
        person.warnings,
        ["Ceci ressemble à un mot de passe ou à un code. Ne le conservez pas ici."]
    );
    assert_eq!(person.form.notes, "mot de passe : Soleil2026");
}

#[test]
fn what_is_not_the_model_is_refused() {
    assert_eq!(read(b"").unwrap_err(), BookError::NotABook);
    assert_eq!(read(b"nom;prenom\nA;B").unwrap_err(), BookError::NotABook);
    assert_eq!(
        read(&zipped(&[("a.txt", b"x")])).unwrap_err(),
        BookError::NotABook
    );
    let other = BOOK.replace("Bénéficiaires", "Feuille 1");
    let file = zipped(&[
        ("xl/workbook.xml", other.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
    ]);
    assert_eq!(read(&file).unwrap_err(), BookError::NotTheModel);
    let bare = "<worksheet><sheetData><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>Prix</t></is></c></row></sheetData></worksheet>";
    let file = zipped(&[
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", bare.as_bytes()),
    ]);
    assert_eq!(read(&file).unwrap_err(), BookError::NotTheModel);
    let mut cut = book(&row(4, ODETTE));
    cut.truncate(cut.len() / 2);
    assert_eq!(read(&cut).unwrap_err(), BookError::NotABook);
    let file = book("<row r=\"4\"><c r=\"A4\"><v>1</v></row>");
    assert_eq!(read(&file).unwrap_err(), BookError::NotABook);
}

#[test]
fn a_million_empty_rows_and_a_cell_at_the_end_of_the_world_cost_nothing() {
    let mut rows = row(4, ODETTE);
    for number in 5..600_000 {
        let _ = write!(rows, r#"<row r="{number}"/>"#);
    }
    rows += r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="ZZZZZZZZ9"><v>1</v></c></row>"#;
    let found = read(&book(&rows)).unwrap();
    assert_eq!(found.iter().map(|row| row.number).collect::<Vec<_>>(), [4]);
    assert_eq!(
        read(&book(r#"<row r="4294967295"/><row/><row/>"#)).unwrap(),
        []
    );
    assert_eq!(
        read(&book(r#"<row r="4294967295"></row>"#)).unwrap_err(),
        BookError::NotABook
    );
}

#[test]
fn too_many_people_are_refused_and_as_many_as_allowed_are_not() {
    let people = |count: usize| {
        let mut rows = String::new();
        for number in 4..4 + count {
            rows += &row(number, ["A", "B", "", "", "", "", "", "", "", ""]);
        }
        read(&book(&rows)).map(|rows| rows.len())
    };
    assert_eq!(people(MOST), Ok(MOST));
    assert_eq!(people(MOST + 1), Err(BookError::TooMany));
}

#[test]
fn bombs_are_stopped_by_what_comes_out_not_by_what_they_say() {
    // 40 MiB of spaces in a part of a few kilobytes.
    let spaces = vec![b' '; 40 << 20];
    let file = zipped(&[
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", &spaces),
    ]);
    assert!(file.len() < 1 << 20);
    assert_eq!(read(&file).unwrap_err(), BookError::TooLarge);
    // The same beside the parts that are read is never unpacked.
    let sheet = sheet(&row(4, ODETTE));
    let mut parts: Vec<(String, &[u8])> = vec![
        ("xl/workbook.xml".to_owned(), BOOK.as_bytes()),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            RELATIONS.as_bytes(),
        ),
        ("xl/worksheets/sheet1.xml".to_owned(), sheet.as_bytes()),
        ("xl/media/bomb.bin".to_owned(), &spaces),
    ];
    let named = |parts: &[(String, &[u8])]| {
        zipped(
            &parts
                .iter()
                .map(|(name, bytes)| (name.as_str(), *bytes))
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(read(&named(&parts)).unwrap().len(), 1);
    for n in 0..300 {
        parts.push((format!("xl/{n}"), b""));
    }
    assert_eq!(read(&named(&parts)).unwrap_err(), BookError::TooLarge);
    assert_eq!(read(&vec![0; 11 << 20]).unwrap_err(), BookError::TooLarge);
    // Entities that would unfold for ever are not unfolded; a count that lies reserves nothing.
    let laughs = r#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><sst uniqueCount="999999999999"><si><t>&b;ok</t></si></sst>"#;
    let one = self::sheet(r#"<row r="4"><c r="A4" t="s"><v>0</v></c></row>"#);
    let file = zipped(&[
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/sharedStrings.xml", laughs.as_bytes()),
        ("xl/worksheets/sheet1.xml", one.as_bytes()),
    ]);
    assert_eq!(read(&file).unwrap()[0].cells[0], "ok");
}

#[test]
fn a_row_prints_nobody() {
    let rows: Vec<BookRow> = read(&book(&row(4, ODETTE))).unwrap();
    assert!(!format!("{rows:?}").contains("Odette"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_in_a_file_stops_the_program(noise in proptest::collection::vec(any::<u8>(), 0..400), xml in "[<>/&;#xct=\"'A-Z0-9 !\\[\\]-]{0,200}") {
        let _ = read(&noise);
        let _ = read(&book(&xml));
        for part in [xml.as_bytes(), &noise] {
            let _ = read(&zipped(&[("xl/workbook.xml", part), ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes())]));
            let _ = read(&zipped(&[("xl/workbook.xml", BOOK.as_bytes()), ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()), ("xl/worksheets/sheet1.xml", part)]));
        }
    }

    #[test]
    fn no_cell_stops_the_program(cells in proptest::array::uniform10("(?s).{0,40}")) {
        let row = BookRow { number: 4, cells };
        let _ = check(&row, NaiveDate::from_ymd_opt(2026, 11, 24).unwrap());
    }
}
