//! The network of a test: names lead where the test says, and every request is written down.

use std::{
    collections::HashMap,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use futures::{FutureExt as _, future::BoxFuture};
use parvis::platform::fediverse::network::{Names, Network, Terms};
use parvis_federation::iri::Iri;

/// Names with their answers, one after the other, the last one for ever; and everywhere anybody went.
#[derive(Default)]
pub struct TestNet {
    names: Mutex<HashMap<String, Vec<Vec<SocketAddr>>>>,
    visits: Mutex<Vec<String>>,
}

impl TestNet {
    /// The network as an application takes it.
    pub fn network(self: &Arc<Self>, terms: Terms) -> Network {
        Network { names: self.clone(), terms }
    }

    /// From now on a name leads here, then there, and stays at the last.
    pub fn name(&self, name: &str, answers: &[&[SocketAddr]]) {
        let answers = answers.iter().map(|one| one.to_vec()).collect();
        self.names.lock().unwrap().insert(name.to_owned(), answers);
    }

    /// Everywhere somebody went, in order.
    pub fn visits(&self) -> Vec<String> {
        self.visits.lock().unwrap().clone()
    }
}

impl Names for TestNet {
    fn resolve(&self, name: &str) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        let mut names = self.names.lock().unwrap();
        let answer = names
            .get_mut(name)
            .map(|answers| if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() });
        let answer = answer.ok_or_else(|| io::Error::other("no such name"));
        futures::future::ready(answer).boxed()
    }

    fn going(&self, to: &Iri) {
        self.visits.lock().unwrap().push(to.to_string());
    }
}
