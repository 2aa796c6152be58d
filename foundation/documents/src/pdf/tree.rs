//! What the parts of a document are, for whoever hears it instead of seeing it. Drawn apart from this, page by page.

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    Part,
    Section,
    /// A heading and its level.
    Heading(u8, String),
    Paragraph,
    /// Facts: a list of labels with their values.
    List,
    Item,
    Label,
    Body,
    Table,
    Head,
    Rows,
    Totals,
    Row,
    HeadCell,
    Cell,
}

/// A node's place in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NodeId(pub(super) usize);

/// A node: what it is, and what stands in it, in reading order.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) role: Role,
    pub(super) children: Vec<NodeId>,
}

/// All nodes. A node stands after the one that it is in.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) roots: Vec<NodeId>,
}

impl Tree {
    pub(super) fn root(&mut self, role: Role) -> NodeId {
        let id = self.put(role);
        self.roots.push(id);
        id
    }

    pub(super) fn add(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = self.put(role);
        if let Some(parent) = self.nodes.get_mut(parent.0) {
            parent.children.push(id);
        }
        id
    }

    fn put(&mut self, role: Role) -> NodeId {
        self.nodes.push(Node { role, children: Vec::new() });
        NodeId(self.nodes.len() - 1)
    }
}
