use super::*;
use crate::css::{Media, Stylesheet, cascade};
use crate::html::Document;
use crate::style::{Display, NodeKind};
use serde_json::json;

#[test]
fn judge() {
    for entry in std::fs::read_dir("/tmp/lj/pages").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "html") { continue; }
        let html = std::fs::read_to_string(&path).unwrap();
        let document = match Document::parse(&html, "page.html") { Ok(d) => d, Err(e) => { println!("{path:?} html {e:?}"); continue } };
        let sheets: &[&Stylesheet] = &[];
        let media = Media { width: 800.0, height: 420.0 };
        let mut cascade = match cascade(&document, sheets, media) { Ok(c) => c, Err(e) => { println!("{path:?} css {e:?}"); continue } };
        let mut fonts = crate::font::FontLibrary::with_fonts(&[]).unwrap().session();
        let scene = Scene { width: 800.0, height: 420.0, pictures: &|_| None, overflow: OverflowPolicy::Error };
        let placed = layout(&mut cascade, &scene, &mut fonts).unwrap();
        let placed2 = { let t = std::time::Instant::now(); let p = layout(&mut cascade, &scene, &mut fonts).unwrap(); println!("{path:?} {:?}", t.elapsed()); p };
        drop(placed2);
        let list = paint(&placed, &cascade.tree, &|_| None);
        std::fs::write(path.with_extension("dump"), list.dump()).unwrap();
        let tree = &cascade.tree;
        let mut elements = Vec::new();
        for (id, node) in tree.nodes.iter().enumerate() {
            let (tag, class) = match &node.kind {
                NodeKind::Element { tag, attributes } => {
                    if tag.starts_with("::") { continue }
                    (tag.clone(), attributes.iter().find(|a| a.name == "class").map_or(String::new(), |a| a.value.clone()))
                }
                NodeKind::Svg { .. } => ("svg".into(), String::new()),
                NodeKind::Picture { .. } => ("img".into(), String::new()),
                _ => continue,
            };
            let r = placed.rects[id].unwrap_or_default();
            elements.push(json!({"tag": tag, "cls": class, "inline": node.style.display == Display::Inline, "r": [r.x, r.y, r.width, r.height]}));
        }
        let mut lines = Vec::new();
        for p in &placed.paragraphs {
            for l in &p.lines.lines {
                lines.push(json!({"text": l.text, "x0": p.content.x + l.left, "x1": p.content.x + l.left + l.width, "node": p.node}));
            }
        }
        std::fs::write(path.with_extension("ours.json"), json!({"elements": elements, "lines": lines, "clipped": format!("{:?}", placed.clipped)}).to_string()).unwrap();
    }
}
