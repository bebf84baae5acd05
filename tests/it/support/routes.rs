//! Every route of the site, read from the router itself, so that a new one is attacked like the others.

use axum::body::Body;
use http::{Method, Request, header};
use tower::ServiceExt as _;

use super::TestApp;

/// A route: its pattern and what it answers to.
#[derive(Clone, Debug)]
pub struct Route {
    pub pattern: String,
    pub methods: Vec<Method>,
}

impl Route {
    /// Does it change anything?
    pub fn takes_posts(&self) -> bool {
        self.methods.contains(&Method::POST)
    }

    /// Does it show anything?
    pub fn is_shown(&self) -> bool {
        self.methods.contains(&Method::GET)
    }

    /// The address with each `{name}` replaced by what `values` says of it.
    pub fn address(&self, values: impl Fn(&str, &str) -> String) -> String {
        let mut rest = self.pattern.as_str();
        let mut address = String::new();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}').expect("a closed brace");
            address.push_str(before);
            address.push_str(&values(&self.pattern, name.trim_start_matches('*')));
            rest = tail;
        }
        address + rest
    }
}

/// Every route, in the order of their patterns.
pub async fn routes(test: &TestApp) -> Vec<Route> {
    let mut routes = Vec::new();
    for pattern in patterns(&format!("{:?}", test.router)) {
        let route = Route { pattern, methods: Vec::new() };
        let address = route.address(|_, _| "1".to_owned());
        routes.push(Route { methods: methods(test, &address).await, ..route });
    }
    assert!(routes.len() > 80, "the router shows its routes no more: {}", routes.len());
    routes
}

/// The patterns in what a router says of itself: `RouteId(3): "/oeuvres/{slug}"`.
fn patterns(told: &str) -> Vec<String> {
    let mut found: Vec<String> = told
        .split("RouteId(")
        .filter_map(|piece| piece.split_once("): \"")?.1.split('"').next().map(str::to_owned))
        .filter(|pattern| !pattern.contains("__private__"))
        .collect();
    found.sort();
    found.dedup();
    found
}

/// A route refuses a method nobody has, and says which it does take.
async fn methods(test: &TestApp, address: &str) -> Vec<Method> {
    let request = Request::builder()
        .method("PROPFIND")
        .uri(address)
        .header(header::HOST, "musee.test")
        .header("sec-fetch-site", "same-origin")
        .body(Body::empty())
        .unwrap();
    let answer = test.router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), 405, "{address}");
    let allowed = answer.headers().get(header::ALLOW).expect("a list of methods");
    allowed.to_str().unwrap().split(',').map(|name| name.trim().parse().unwrap()).collect()
}
