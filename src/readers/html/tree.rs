//! The elements of a page in an arena, with the line each began on. Nothing in it recurses, and
//! dropping it does not either.

use std::{
    borrow::Cow,
    cell::{Cell, Ref, RefCell},
    time::Instant,
};

use html5ever::{
    Attribute, ParseOpts, QualName, parse_document,
    tendril::{StrTendril, TendrilSink},
    tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink},
};

use super::super::limits;
use crate::model::{Problem, ProblemCode};

pub(super) type NodeId = usize;

const NONE: u32 = u32::MAX;

/// A saved page has some thousand nodes.
const NODE_LIMIT: usize = 3_000_000;

/// Pages nest some dozen deep; the work of placing an element grows with its depth.
const DEPTH_LIMIT: u32 = 512;

const CHUNK_BYTES: usize = 4 * 1024;

#[derive(Debug)]
pub(super) enum Data {
    Document,
    Element(QualName, Vec<Attribute>),
    Text(StrTendril),
    Comment(StrTendril),
}

#[derive(Debug)]
struct Node {
    data: Data,
    line: u32,
    depth: u32,
    parent: u32,
    first: u32,
    last: u32,
    before: u32,
    next: u32,
}

/// The arena; node 0 is the document.
#[derive(Debug)]
pub(super) struct Tree(Vec<Node>);

/// Entering or leaving a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Open(NodeId),
    Close(NodeId),
}

/// The tree of a page, however broken its source is.
pub(super) fn parse(html: &str) -> Result<Tree, Problem> {
    let sink = Sink { nodes: RefCell::new(vec![Node::new(Data::Document, 1)]), ..Sink::default() };
    let mut parser = parse_document(sink, ParseOpts::default());
    let end = Instant::now() + limits::FILE_TIME;
    let mut rest = html;
    while !rest.is_empty() {
        let mut cut = rest.len().min(CHUNK_BYTES);
        while !rest.is_char_boundary(cut) {
            cut += 1;
        }
        let (chunk, after) = rest.split_at(cut);
        parser.process(StrTendril::from(chunk));
        rest = after;
        let sink = &parser.tokenizer.sink.sink;
        if sink.nodes.borrow().len() > NODE_LIMIT {
            return Err(too_large(&format!("has more than {NODE_LIMIT} elements")));
        }
        if sink.deepest.get() > DEPTH_LIMIT {
            return Err(too_large(&format!("nests elements more than {DEPTH_LIMIT} deep")));
        }
        if Instant::now() > end {
            return Err(limits::timed_out());
        }
    }
    Ok(parser.finish())
}

fn too_large(what: &str) -> Problem {
    let message = format!("{what} and was not read; open it in a browser and save it as text");
    Problem::new(ProblemCode::TooLarge, None, message)
}

impl Tree {
    pub(super) fn data(&self, id: NodeId) -> &Data {
        &self.0[id].data
    }

    pub(super) fn line(&self, id: NodeId) -> u32 {
        self.0[id].line
    }

    pub(super) fn parent(&self, id: NodeId) -> Option<NodeId> {
        some(self.0[id].parent)
    }

    /// The sibling before it, if it stands directly before.
    pub(super) fn before(&self, id: NodeId) -> Option<NodeId> {
        some(self.0[id].before)
    }

    /// The local name of an element, `""` for anything else.
    pub(super) fn name(&self, id: NodeId) -> &str {
        match &self.0[id].data {
            Data::Element(name, _) => &name.local,
            _ => "",
        }
    }

    pub(super) fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        match &self.0[id].data {
            Data::Element(_, attributes) => {
                attributes.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
            }
            _ => None,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.parent(id), |id| self.parent(*id))
    }

    /// What comes after `edge` in a walk around `root`; after `Open(x)`, `skip` leaves out what is in x.
    pub(super) fn step(&self, root: NodeId, edge: Edge, skip: bool) -> Option<Edge> {
        match edge {
            Edge::Open(id) => match some(self.0[id].first).filter(|_| !skip) {
                Some(child) => Some(Edge::Open(child)),
                None => Some(Edge::Close(id)),
            },
            Edge::Close(id) if id == root => None,
            Edge::Close(id) => match some(self.0[id].next) {
                Some(next) => Some(Edge::Open(next)),
                None => self.parent(id).map(Edge::Close),
            },
        }
    }

    /// Every node below and including `root`, in order.
    pub(super) fn edges(&self, root: NodeId) -> impl Iterator<Item = Edge> {
        std::iter::successors(Some(Edge::Open(root)), move |edge| self.step(root, *edge, false))
    }

    pub(super) fn descendants(&self, root: NodeId) -> impl Iterator<Item = NodeId> {
        self.edges(root).filter_map(|edge| match edge {
            Edge::Open(id) => Some(id),
            Edge::Close(_) => None,
        })
    }

    /// All text in it, as written.
    pub(super) fn text(&self, root: NodeId) -> String {
        let mut text = String::new();
        for id in self.descendants(root) {
            if let Data::Text(part) = self.data(id) {
                text.push_str(part);
            }
        }
        text
    }
}

fn some(id: u32) -> Option<NodeId> {
    (id != NONE).then_some(id as NodeId)
}

fn index(id: NodeId) -> u32 {
    u32::try_from(id).expect("the number of nodes is bounded")
}

impl Node {
    fn new(data: Data, line: u32) -> Self {
        Node { data, line, depth: 0, parent: NONE, first: NONE, last: NONE, before: NONE, next: NONE }
    }
}

#[derive(Debug, Default)]
struct Sink {
    nodes: RefCell<Vec<Node>>,
    line: Cell<u32>,
    deepest: Cell<u32>,
}

impl Sink {
    fn create(&self, data: Data) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node::new(data, self.line.get().max(1)));
        nodes.len() - 1
    }

    fn detach(&self, id: NodeId) {
        let nodes = &mut *self.nodes.borrow_mut();
        let (parent, before, next) = (nodes[id].parent, nodes[id].before, nodes[id].next);
        match some(before) {
            Some(before) => nodes[before].next = next,
            None if parent != NONE => nodes[parent as usize].first = next,
            None => {}
        }
        match some(next) {
            Some(next) => nodes[next].before = before,
            None if parent != NONE => nodes[parent as usize].last = before,
            None => {}
        }
        let node = &mut nodes[id];
        (node.parent, node.before, node.next) = (NONE, NONE, NONE);
    }

    /// Places `id` in `parent` before the child `next`, or last.
    fn place(&self, parent: NodeId, id: NodeId, next: Option<NodeId>) {
        let nodes = &mut *self.nodes.borrow_mut();
        let before = next.map_or(nodes[parent].last, |next| nodes[next].before);
        let depth = nodes[parent].depth + 1;
        self.deepest.set(self.deepest.get().max(depth));
        let node = &mut nodes[id];
        node.depth = depth;
        (node.parent, node.before, node.next) = (index(parent), before, next.map_or(NONE, index));
        match some(before) {
            Some(before) => nodes[before].next = index(id),
            None => nodes[parent].first = index(id),
        }
        match next {
            Some(next) => nodes[next].before = index(id),
            None => nodes[parent].last = index(id),
        }
    }

    fn add(&self, parent: NodeId, child: NodeOrText<NodeId>, next: Option<NodeId>) {
        match child {
            NodeOrText::AppendNode(id) => {
                self.detach(id);
                self.place(parent, id, next);
            }
            NodeOrText::AppendText(text) => {
                let before = {
                    let nodes = self.nodes.borrow();
                    some(next.map_or(nodes[parent].last, |next| nodes[next].before))
                };
                if let Some(before) = before
                    && let Data::Text(had) = &mut self.nodes.borrow_mut()[before].data
                {
                    had.push_tendril(&text);
                    return;
                }
                let id = self.create(Data::Text(text));
                self.place(parent, id, next);
            }
        }
    }
}

impl TreeSink for Sink {
    type Output = Tree;
    type Handle = NodeId;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        Tree(self.nodes.into_inner())
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn set_current_line(&self, line: u64) {
        self.line.set(u32::try_from(line).unwrap_or(u32::MAX));
    }

    fn get_document(&self) -> NodeId {
        0
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn elem_name<'a>(&'a self, target: &NodeId) -> Ref<'a, QualName> {
        Ref::map(self.nodes.borrow(), |nodes| match &nodes[*target].data {
            Data::Element(name, _) => name,
            _ => unreachable!("the tree builder asks only for the names of elements"),
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> NodeId {
        self.create(Data::Element(name, attributes))
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.create(Data::Comment(text))
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> NodeId {
        self.create(Data::Comment(data))
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.add(*parent, child, None);
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let parent = some(self.nodes.borrow()[*sibling].parent);
        if let Some(parent) = parent {
            self.add(parent, child, Some(*sibling));
        }
    }

    fn append_based_on_parent_node(&self, element: &NodeId, before: &NodeId, child: NodeOrText<NodeId>) {
        if self.nodes.borrow()[*element].parent == NONE {
            self.append(before, child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What a template holds is never shown; as its children it is left out with it.
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        if let Data::Element(_, had) = &mut self.nodes.borrow_mut()[*target].data {
            for attribute in attributes {
                if had.iter().all(|a| a.name != attribute.name) {
                    had.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        loop {
            let child = some(self.nodes.borrow()[*node].first);
            let Some(child) = child else { break };
            self.detach(child);
            self.place(*new_parent, child, None);
        }
    }
}
