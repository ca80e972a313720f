//! A workbook of people, without network: looked at, imported, seen on the other laptop, taken
//! back, and nobody else removed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::io::{Cursor, Write as _};

use anyhow::Result;
use data_encoding::BASE64;
use escale_app::api::FailureCode;
use escale_app::api::import::{Import, ImportPreview, ImportUndone, LastImport};
use escale_testkit::forms;
use escale_tests::scene::{Scene, town_hall};
use serde_json::json;

/// The model with these people: last name, first name, phone, notes.
fn book(people: &[[&str; 4]]) -> String {
    let cell =
        |at: &str, text: &str| format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let mut rows = format!(
        r#"<row r="2">{}{}</row>"#,
        cell("A2", "Nom"),
        cell("B2", "Prénom")
    );
    for (n, [last, first, phone, notes]) in (4..).zip(people) {
        rows += &format!(
            r#"<row r="{n}">{}{}{}{}</row>"#,
            cell(&format!("A{n}"), last),
            cell(&format!("B{n}"), first),
            cell(&format!("G{n}"), phone),
            cell(&format!("J{n}"), notes)
        );
    }
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [
        ("xl/workbook.xml", r#"<workbook><sheets><sheet name="Bénéficiaires" id="r1"/></sheets></workbook>"#.to_owned()),
        ("xl/_rels/workbook.xml.rels", r#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"#.to_owned()),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")),
    ] {
        file.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        file.write_all(part.as_bytes()).unwrap();
    }
    BASE64.encode(&file.finish().unwrap().into_inner())
}

#[test]
fn a_workbook_is_looked_at_imported_shared_and_taken_back() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    let second = scene.laptop("Portable 2")?;
    scene.cut();
    laptop.save_person(&forms::person("Odette", "Lemarinel", "02 33 00 00 01"))?;
    let file = book(&[
        ["Quenault", "Marcelle", "02 33 00 00 02", ""],
        ["LEMARINEL", "Odette", "", ""],
        ["", "Yvon", "12", ""],
        ["Burnouf", "Josiane", "", "mot de passe : Soleil2026"],
        ["Quenault", "Marcelle", "", ""],
    ]);

    // A look: every row told, nothing recorded.
    let look: ImportPreview = laptop.get("import_preview", json!({"base64": file}))?;
    let told: Vec<(u32, usize, Option<&str>)> = look
        .rows
        .iter()
        .map(|row| (row.row, row.faults.len(), row.twin.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (4, 0, None),
            (5, 0, Some("Odette Lemarinel")),
            (6, 2, None),
            (7, 0, None),
            (8, 0, Some("ligne 4"))
        ]
    );
    assert_eq!(look.rows[3].warnings.len(), 1);
    assert_eq!(laptop.people("")?.len(), 1);

    // A row with a fault, or that is not there, refuses the whole import.
    for rows in [json!([4, 6]), json!([4, 99]), json!([])] {
        laptop
            .ask("import_run", json!({"base64": file, "rows": rows}))
            .unwrap_err();
        assert_eq!(laptop.people("")?.len(), 1);
    }
    let done: Import = laptop.get("import_run", json!({"base64": file, "rows": [4, 7]}))?;
    assert_eq!(done.count, 2);
    let last: LastImport = laptop.get("import_last", json!(null))?;
    assert_eq!(last.import.unwrap().batch, done.batch);
    assert_eq!(
        laptop.find_person("quenault")?.phone.as_deref(),
        Some("02 33 00 00 02")
    );

    // They are the adviser's like any other: on her other laptop when the line is back.
    scene.open();
    scene.settle(&[&laptop, &second])?;
    assert_eq!(second.people("")?.len(), 3);

    // One was met since: taking the import back keeps her.
    let place = town_hall(&laptop)?;
    let josiane = laptop.find_person("burnouf")?.id;
    laptop.note_named(Some(&place), &josiane)?;
    let other = laptop.ask(
        "import_undo",
        json!({"batch": "00000000-0000-7000-8000-000000000000"}),
    );
    assert_eq!(other.unwrap_err().code, FailureCode::NotFound);
    let undone: ImportUndone = laptop.get("import_undo", json!({"batch": done.batch}))?;
    assert_eq!((undone.removed, undone.kept), (1, 1));
    scene.settle(&[&laptop, &second])?;
    let left: Vec<String> = second
        .people("")?
        .into_iter()
        .map(|line| line.name)
        .collect();
    assert_eq!(left, ["Josiane Burnouf", "Odette Lemarinel"]);
    // Once is enough.
    let again = laptop.ask("import_undo", json!({"batch": done.batch}));
    assert_eq!(again.unwrap_err().code, FailureCode::NotFound);
    scene.all_agree(&[&laptop, &second])
}

#[test]
fn a_file_that_is_not_the_model_is_refused_in_words_and_changes_nothing() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    for (file, reason) in [
        (BASE64.encode(b"nom;prenom"), "not_a_book"),
        (BASE64.encode(&vec![0; 11 << 20]), "too_large"),
    ] {
        let refused = laptop
            .ask("import_preview", json!({"base64": file}))
            .unwrap_err();
        assert_eq!(refused.code, FailureCode::FileNotRead);
        assert_eq!(
            refused.params.get("reason").map(String::as_str),
            Some(reason)
        );
    }
    let refused = laptop
        .ask("import_preview", json!({"base64": "not base64 !"}))
        .unwrap_err();
    assert_eq!(refused.code, FailureCode::BadRequest);
    laptop.lock()?;
    let refused = laptop
        .ask("import_preview", json!({"base64": book(&[])}))
        .unwrap_err();
    assert_eq!(refused.code, FailureCode::Locked);
    Ok(())
}

#[test]
fn hundreds_are_imported_and_taken_back_whole() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    let names: Vec<String> = (0..450).map(|n| format!("Personne{n}")).collect();
    let people: Vec<[&str; 4]> = names
        .iter()
        .map(|name| [name.as_str(), "Une", "", ""])
        .collect();
    let rows: Vec<u32> = (4..454).collect();
    let done: Import = laptop.get("import_run", json!({"base64": book(&people), "rows": rows}))?;
    assert_eq!(done.count, 450);
    let undone: ImportUndone = laptop.get("import_undo", json!({"batch": done.batch}))?;
    assert_eq!((undone.removed, undone.kept), (450, 0));
    assert!(laptop.people("")?.is_empty());
    Ok(())
}
