//! Making the corpus from the real thing.

use std::path::Path;
use std::sync::PoisonError;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use escale_sync::parcel::{self, Parcel};

use super::ground::Pair;
use super::orders::{fuzz_key, the_order};
use crate::{folder, forms};

const ERASE_ROW: &str = r#"{"q":3,"x":3,"s":"adv:a","t":"beneficiary","r":"r","k":"erase","f":{"by":"e1","why":"asked","keep":{"gender":"FEMININ","_deleted":true}},"h":"0199a3c2f1e0.0009","v":1,"a":"a","n":"c2FsdA"}"#;
const ERASE_FIELDS: &str = r#"{"q":4,"x":3,"s":"adv:a","t":"session","r":"s","k":"erase","f":{"by":"e1","why":"ended","only":["notes"]},"h":"0199a3c2f1e0.000a","v":1,"a":"a","n":"c2FsdA"}"#;
const REDACTED: &str = r#"{"q":1,"x":1,"s":"adv:a","t":"beneficiary","r":"r","k":"redacted","h":"0199a3c2f1e0.0001","v":1,"a":"a","redacted":"e1","c":"abababababababababababababababababababababababababababababababab"}"#;
const ERASED: &str =
    r#"{"w":[["d",3,"0199a3c2f1e0.0009","a"]],"f":{"gender":[[0,"FEMININ"]]},"z":{"*":["d:3"]}}"#;
const PAGE: &str = r#"{"epoch":"e","time":1790000000000,"pull":[{"s":"adv:a","from":0,"to":2,"head":2,"more":false,"ops":[{"seq":1,"e":"0199a3c2f1e0.0001","dev":"d","q":1,"redacted":"e1"},{"seq":2,"e":"0199a3c2f1e0.0009","dev":"d",{erase}]}],"unknown_erased":[{"s":"adv:a","t":"beneficiary","r":"q"}],"erasures":[{"id":"e1","at":1790000000000,"confirmed":1,"pending":1}],"durable_q":4,"next_poll":300,"end":true}"#;

/// Writes one input for each decoder at least, as a real laptop and server make them.
///
/// # Errors
/// When they cannot be made or written.
pub fn write_corpus(to: &Path) -> Result<()> {
    let keep = |target: &str, name: &str, bytes: &[u8]| -> Result<()> {
        let folder = to.join(target);
        std::fs::create_dir_all(&folder)?;
        Ok(std::fs::write(folder.join(name), bytes)?)
    };
    let pair = Pair::new()?;
    let laptop = &pair.laptop;
    let person = laptop.save_person(&forms::person("Anaïs", "d’Almeida", "06 39 98 00 09"))?;
    laptop.correct_person(&laptop.open_person(&person)?, |form| {
        form.notes = "Vient le mardi ; préfère le matin.".into();
    })?;
    let session = laptop.note_named(None, &person)?;
    laptop.delete_session(&session)?;
    laptop.restore_session(&session)?;
    laptop.exchange()?;
    let (request, answer) = pair
        .switch
        .seen
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone()
        .context("no exchange was seen")?;
    let plain = |body: &[u8]| zstd::stream::decode_all(body).unwrap_or_else(|_| body.to_vec());
    let sent = plain(&request.body);
    keep("sync-request", "exchange", &sent)?;
    keep("sync-response", "own", &plain(&answer.body))?;
    let sent: Value = serde_json::from_slice(&sent)?;
    for (at, op) in sent["push"]["ops"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        keep("operation", &format!("op-{at}"), &serde_json::to_vec(op)?)?;
    }
    keep("operation", "newer", br#"{"q":9,"x":9,"s":"adv:a","t":"later","r":"r","k":"put","f":{"themes":{"+":["email"],"-":{"sante":["d:1"]}},"share":0.1,"sealed":{"sealed":"AAAA"}},"b":{"duration":["d:2","e:3"]},"h":"0199a3c2f1e0.0007","v":99,"a":"a","n":"c2FsdA","zz":{"later":[1,2.5,null]}}"#)?;
    for row in laptop.records()?.iter().take(5) {
        keep("row-state", &row.1, row.4.as_bytes())?;
    }
    keep("row-state", "two-heads", br#"{"w":[["d",1,"0199a3c2f1e0.0001","a"],["e",1,"0199a3c2f1e0.0002","b"]],"f":{"phone":[[0,"1"],[1,"2"]]},"s":{"themes":{"email":[0,1]}},"l":{"phone":[0,1]},"p":{"phone":["f:1"]},"o":{"themes":{"sante":["f:2"]}}}"#)?;
    keep("snapshot-line", "session", br#"{"rows":[{"t":"session","r":"s1","s":{"w":[["d",3,"0199a3c2f1e0.0003","a"],["d",7,"0199a3c2f1e0.0007","a"]],"f":{"date":[[0,"2026-03-01"]],"duration":[[1,60]]}},"h":[["duration",30,"d:3","0199a3c2f1e0.0003","a","d:7"]]},{"t":"attendance","r":"p1","s":{"w":[["d",4,"0199a3c2f1e0.0004","a"]],"f":{"beneficiary":[[0,"r"]],"session":[[0,"s1"]]}}}]}"#)?;
    keep("snapshot-line", "person", br#"{"rows":[{"t":"beneficiary","r":"r","s":{"w":[["d",1,"0199a3c2f1e0.0001","a"],["e",1,"0199a3c2f1e0.0002","b"]],"f":{"phone":[[0,"1"],[1,"2"]]},"s":{"themes":{"email":[0,1]}},"l":{"phone":[0,1]},"p":{"phone":["f:1"]},"o":{"themes":{"sante":["f:2"]}}},"h":[["phone","0","d:0","0199a3c2f1e0.0000","a","d:1"]]}]}"#)?;
    keep("snapshot-line", "aside", br#"{"entries":[{"seq":3,"e":"0199a3c2f1e0.0005","dev":"d","q":5,"x":5,"s":"adv:a","t":"beneficiary","r":"gone","k":"move","f":{"to":"adv:b"},"h":"0199a3c2f1e0.0005","v":1,"a":"a"},{"seq":4,"e":"0199a3c2f1e0.0006","dev":"d","q":6,"k":"dance","zz":[1]}],"rows":[{"t":"later","r":"x","s":{"w":[["e",9,"0199a3c2f1e0.0009","b"]],"f":{"_deleted":[[0,true]]}}}],"zz":0}"#)?;
    keep("snapshot-offer", "offer", br#"{"seq":4711,"sum":"0123456789abcdef0123456789abcdef","parts":[{"part":"hot","hash":"a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1","bytes":65536,"rows":300,"sessions":120},{"part":"cold","hash":"b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2","bytes":1048577,"rows":90000,"sessions":40000}],"end":true}"#)?;
    keep(
        "snapshot-offer",
        "making",
        br#"{"seq":0,"sum":"","parts":[],"end":true}"#,
    )?;
    let whole = json!({"epoch":"e","time":1_790_000_000_000_u64,"pull":[{"s":"adv:a","from":0,"to":2,"head":2,"more":false,"sum":"00000000000000000000000000000000","ops":[
        {"seq":1,"e":"0199a3c2f1e0.0001","dev":"d","q":1,"x":1,"s":"adv:a","t":"beneficiary","r":"r","k":"put","f":{"last_name":"A","themes":{"+":["email"]}},"h":"0199a3c2f1e0.0001","v":1,"a":"a"},
        {"seq":2,"e":"0199a3c2f1e0.0002","dev":"d","q":2,"x":2,"s":"adv:a","t":"beneficiary","r":"r","k":"dance","h":"0199a3c2f1e0.0002","v":9,"a":"a"}]}],
        "denied":["adv:b"],"granted":["team:t"],"durable_q":4,"next_poll":300,"end":true});
    keep("sync-response", "pages", &serde_json::to_vec(&whole)?)?;
    keep("answer", "pages", &serde_json::to_vec(&whole)?)?;
    keep("answer", "own", &plain(&answer.body))?;
    for (name, op) in [
        ("erase-row", ERASE_ROW),
        ("erase-fields", ERASE_FIELDS),
        ("redacted", REDACTED),
    ] {
        keep("operation", name, op.as_bytes())?;
    }
    keep("row-state", "erased", ERASED.as_bytes())?;
    let erasures = PAGE.replace("{erase}", ERASE_ROW.trim_start_matches('{'));
    keep("sync-response", "erasures", erasures.as_bytes())?;
    keep("answer", "erasures", erasures.as_bytes())?;
    keep("problem", "epoch", br#"{"type":"https://escale.invalid/problems/epoch-changed","title":"t","status":409,"detail":"","action":"adopt-epoch","retryable":false,"data_safe":true,"epoch":"x","heads":{"adv:a":3},"last_q":7}"#)?;
    keep("enrol-answer", "answer", br#"{"device":"d","adviser":{"id":"a","name":"Camille"},"team":{"id":"t","name":"Manche"},"scopes":["acct:a","adv:a"],"epoch":"e","order_keys":["AAAA"],"end":true}"#)?;
    for (name, code) in [
        ("plain", "K7QM3ZT9X0@escale.example.org:8443"),
        (
            "pinned",
            "k7qm-3zt9-xo@127.0.0.1:8443#0123456789ABCDEFGHJKMNPQRS",
        ),
        ("v6", "K7QM3ZT9X0@[::1]:8443"),
    ] {
        keep("enrolment-code", name, code.as_bytes())?;
    }
    keep("stamp", "stamp", b"0199a3c2f1e0.0007")?;
    keep("dot", "dot", b"019cc8e0-335b-7ba5-8e3e-b1103b46b8d3:4711")?;
    let order = the_order();
    keep(
        "order",
        "drain",
        &serde_json::to_vec(&order.sign(&fuzz_key(1))?)?,
    )?;
    keep(
        "order",
        "foreign",
        &serde_json::to_vec(&order.sign(&fuzz_key(3))?)?,
    )?;
    let done = json!({"device": order.device, "order": order.id, "signature": "AAAA"});
    keep("order-done", "done", &serde_json::to_vec(&done)?)?;
    let content = json!({"device": "d", "made_at": 1_790_000_000_000_u64, "boot": "b", "boot_q": 1, "push": sent["push"]});
    keep("parcel-content", "parcel", &serde_json::to_vec(&content)?)?;
    let parcel: Parcel = serde_json::from_value(content)?;
    let server = data_encoding::BASE64URL_NOPAD.encode(fuzz_key(1).verifying_key().as_bytes());
    keep(
        "parcel",
        "sealed",
        &parcel::seal(&parcel, &fuzz_key(2), &server, &[9; 32])?,
    )?;
    let backup = pair.central.back_up()?;
    let (file, secret) = backup.parts();
    let bytes = std::fs::read(file)?;
    keep("server-copy", "head", &bytes[..bytes.len().min(3000)])?;
    keep("recovery-secret", "secret", secret.written().as_bytes())?;
    for path in folder::files(laptop.folder())? {
        if path.file_name().is_some_and(|name| name == "slots.json") {
            keep("key-slots", "slots", &std::fs::read(path)?)?;
        }
    }
    let sheet = r#"<worksheet><sheetData><row r="2"><c r="A2" t="inlineStr"><is><t>Nom</t></is></c><c r="B2" t="inlineStr"><is><t>Prénom</t></is></c></row><row r="4"><c r="A4" t="inlineStr"><is><t>Quenault &amp; fils</t></is></c><c r="B4" t="inlineStr"><is><t>Marcelle</t></is></c><c r="G4"><v>233000002</v></c></row></sheetData></worksheet>"#;
    keep("worksheet", "sheet", sheet.as_bytes())?;
    keep("workbook", "book", &super::targets::book(sheet.as_bytes())?)?;
    keep("places-csv", "places", "id,pivot,nom,commune,code_postal,code_insee,adresse,complement_adresse,latitude,longitude,typologie,telephone,courriels,site_web,horaires\n1,12345678900011,Mairie,Port-Bail-sur-Mer,50580,50412,1 rue du Port,,49.33,-1.69,MUNI,0233000001,a@example.org,https://example.org,Mo-Fr 09:00-12:00\n".as_bytes())?;
    let form = serde_json::to_value(forms::anonymous("2026-03-01", None))?;
    let commands = [
        json!({"name":"session_save","args":{"id":null,"draft":null,"form":form,"version":null}}),
        json!({"name":"draft_save","args":{"id":null,"kind":"session","record":null,"body":{"form":form}}}),
        json!({"name":"beneficiary_save","args":{"id":null,"draft":null,"form":forms::person("A","B",""),"version":null}}),
        json!({"name":"beneficiary_page","args":{"query":"ma","offset":0,"limit":50}}),
        json!({"name":"session_page","args":{"offset":0,"limit":20,"from":"2026-01-01","to":null,"beneficiary":null}}),
        json!({"name":"session_get","args":{"id":session}}),
        json!({"name":"beneficiary_get","args":{"id":person}}),
        json!({"name":"corbeille_page","args":{"offset":0,"limit":20}}),
        json!({"name":"sync_report","args":null}),
        json!({"name":"today","args":null}),
    ];
    for (at, command) in commands.iter().enumerate() {
        keep(
            "command",
            &format!("command-{at}"),
            &serde_json::to_vec(command)?,
        )?;
    }
    keep("http", "hello", b"GET /v1/hello HTTP/1.1\r\nhost: x\r\nsync-proto: 1\r\nsync-nonce: AAAAAAAAAAAAAAAAAAAAAA\r\nauthorization: DPoP x\r\nsync-device: d\r\nsync-proof: AAAA\r\n\r\n")?;
    keep("http", "token", b"POST /v1/token HTTP/1.1\r\nhost: x\r\nsync-proto: 1\r\nsync-nonce: AAAAAAAAAAAAAAAAAAAAAA\r\ncontent-type: application/vnd.escale.sync+json\r\ncontent-length: 44\r\n\r\n{\"device\":\"d\",\"challenge\":\"\",\"signature\":\"\"}")?;
    keep(
        "http",
        "health",
        b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n",
    )
}
