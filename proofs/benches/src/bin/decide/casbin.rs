//! The same viewers put to casbin: roles in domains, with just the viewer's own roles. Without periods, objects, levels
//! of assurance and the unit tree, which would make it slower still.

use crate::world::Question;
use behorig_access::ViewerGrant;
use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi};
use std::collections::BTreeSet;

const MODEL: &str = "
[request_definition]
r = sub, dom, act
[policy_definition]
p = sub, act
[role_definition]
g = _, _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.act == p.act && g(r.sub, p.sub, r.dom)
";

/// One viewer's grants as casbin's roles.
pub struct Viewer(Enforcer);

impl Viewer {
    /// The viewer with these grants.
    pub async fn new(grants: &[ViewerGrant]) -> casbin::Result<Self> {
        let mut enforcer = Enforcer::new(DefaultModel::from_str(MODEL).await?, MemoryAdapter::default()).await?;
        enforcer.enable_log(false);
        let mut permissions = BTreeSet::new();
        let mut roles = BTreeSet::new();
        for grant in grants {
            roles.insert(vec!["viewer".to_owned(), grant.role.to_string(), grant.unit.to_string()]);
            let role = grant.role.to_string();
            permissions.extend(grant.services.iter().map(|service| vec![role.clone(), service.key().to_owned()]));
        }
        enforcer.add_policies(permissions.into_iter().collect()).await?;
        enforcer.add_grouping_policies(roles.into_iter().collect()).await?;
        Ok(Self(enforcer))
    }

    /// Whether the answer is yes.
    pub fn permits(&self, ready: &(String, &'static str)) -> casbin::Result<bool> {
        self.0.enforce(("viewer", ready.0.as_str(), ready.1))
    }
}

/// The question in casbin's words: a unit and a service.
pub fn ready(question: &Question) -> (String, &'static str) {
    let unit = question.chain().first().map(ToString::to_string).unwrap_or_default();
    (unit, question.service.key())
}
