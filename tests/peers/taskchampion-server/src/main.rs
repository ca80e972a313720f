//! TaskChampion's sync server for `make peers`: the protocol and the storage are the published
//! crates'; the HTTP around them, which no registry has, follows their page "sync protocol".

use std::io::Read as _;
use std::str::FromStr as _;

use anyhow::{Context as _, Result};
use taskchampion_sync_server_core::{
    AddVersionResult, GetVersionResult, Server, ServerConfig, ServerError, SnapshotUrgency,
};
use taskchampion_sync_server_storage_sqlite::SqliteStorage;
use tiny_http::{Header, Request, Response};
use uuid::Uuid;

const SEGMENT: &str = "application/vnd.taskchampion.history-segment";
const SNAPSHOT: &str = "application/vnd.taskchampion.snapshot";

/// Status, headers, body.
type Answer = (u16, Vec<(&'static str, String)>, Vec<u8>);

async fn answer(server: &Server, request: &mut Request) -> Result<Answer> {
    let client = request
        .headers()
        .iter()
        .find(|header| header.field.equiv("X-Client-Id"))
        .context("no client")?;
    let client = Uuid::from_str(client.value.as_str())?;
    let url = request.url().to_owned();
    let mut body = Vec::new();
    request.as_reader().take(100 << 20).read_to_end(&mut body)?;
    let path: Vec<&str> = url.trim_start_matches('/').split('/').collect();
    match path.as_slice() {
        ["v1", "client", "get-child-version", parent] => {
            match server.get_child_version(client, parent.parse()?).await {
                Ok(GetVersionResult::Success {
                    version_id,
                    parent_version_id,
                    history_segment,
                }) => Ok((
                    200,
                    vec![
                        ("Content-Type", SEGMENT.to_owned()),
                        ("X-Version-Id", version_id.to_string()),
                        ("X-Parent-Version-Id", parent_version_id.to_string()),
                    ],
                    history_segment,
                )),
                Ok(GetVersionResult::Gone) => Ok((410, vec![], vec![])),
                Ok(GetVersionResult::NotFound) | Err(ServerError::NoSuchClient) => {
                    Ok((404, vec![], vec![]))
                }
                Err(error) => Err(error.into()),
            }
        }
        ["v1", "client", "add-version", parent] => {
            let parent: Uuid = parent.parse()?;
            let mut added = server.add_version(client, parent, body.clone()).await;
            if matches!(added, Err(ServerError::NoSuchClient)) {
                let mut transaction = server.txn(client).await?;
                transaction.new_client(Uuid::nil()).await?;
                transaction.commit().await?;
                drop(transaction);
                added = server.add_version(client, parent, body).await;
            }
            match added? {
                (AddVersionResult::Ok(version), urgency) => {
                    let mut headers = vec![("X-Version-Id", version.to_string())];
                    match urgency {
                        SnapshotUrgency::None => {}
                        SnapshotUrgency::Low => {
                            headers.push(("X-Snapshot-Request", "urgency=low".to_owned()));
                        }
                        SnapshotUrgency::High => {
                            headers.push(("X-Snapshot-Request", "urgency=high".to_owned()));
                        }
                    }
                    Ok((200, headers, vec![]))
                }
                (AddVersionResult::ExpectedParentVersion(expected), _) => Ok((
                    409,
                    vec![("X-Parent-Version-Id", expected.to_string())],
                    vec![],
                )),
            }
        }
        ["v1", "client", "add-snapshot", version] => {
            server.add_snapshot(client, version.parse()?, body).await?;
            Ok((200, vec![], vec![]))
        }
        ["v1", "client", "snapshot"] => match server.get_snapshot(client).await {
            Ok(Some((version, data))) => Ok((
                200,
                vec![
                    ("Content-Type", SNAPSHOT.to_owned()),
                    ("X-Version-Id", version.to_string()),
                ],
                data,
            )),
            Ok(None) | Err(ServerError::NoSuchClient) => Ok((404, vec![], vec![])),
            Err(error) => Err(error.into()),
        },
        _ => Ok((404, vec![], vec![])),
    }
}

fn main() -> Result<()> {
    let mut given = std::env::args().skip(1);
    let (folder, port) = (
        given.next().context("which folder?")?,
        given.next().context("which port?")?,
    );
    let server = Server::new(ServerConfig::default(), SqliteStorage::new(folder)?);
    let http = tiny_http::Server::http(format!("127.0.0.1:{port}"))
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    for mut request in http.incoming_requests() {
        let (status, headers, body) = match runtime.block_on(answer(&server, &mut request)) {
            Ok(answer) => answer,
            Err(error) => (500, vec![], error.to_string().into_bytes()),
        };
        let mut response = Response::from_data(body).with_status_code(status);
        for (name, value) in headers {
            let header = Header::from_bytes(name, value).map_err(|()| anyhow::anyhow!("{name}"))?;
            response.add_header(header);
        }
        request.respond(response)?;
    }
    Ok(())
}
