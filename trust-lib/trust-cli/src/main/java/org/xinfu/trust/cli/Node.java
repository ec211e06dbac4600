package org.xinfu.trust.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xinfu.trust.Printable;

/**
 * One line of a structure view with what stands beneath it.
 *
 * @param name what it is
 * @param value its content in words; empty when it only holds others
 */
record Node(String name, String value, List<Node> children) {
  /** No view shows more lines than this, however large the file. */
  static final int MOST = 5_000;

  private static final int MOST_CHARACTERS = 200;

  Node {
    children = List.copyOf(children);
  }

  static Node leaf(String name, String value) {
    return new Node(name, cut(value), List.of());
  }

  static Node of(String name, List<Node> children) {
    return new Node(name, "", children);
  }

  static Node of(String name, String value, List<Node> children) {
    return new Node(name, cut(value), children);
  }

  /** What cannot be read, and why; the view goes on behind it. */
  static Node damaged(String what) {
    return leaf("damaged", what);
  }

  /** What was left out, and why; the file may be whole. */
  static Node unread(String what) {
    return leaf("not read", what);
  }

  /** The same, of a file that goes on. */
  Node goesOn(String rest) {
    List<Node> all = new ArrayList<>(List.of(unread(rest)));
    all.addAll(children);
    return new Node(name, value, all);
  }

  boolean isCut() {
    return name.equals("not read") || children.stream().anyMatch(Node::isCut);
  }

  boolean isDamaged() {
    return name.equals("damaged") || children.stream().anyMatch(Node::isDamaged);
  }

  /** This and everything beneath it. */
  int count() {
    return 1 + children.stream().mapToInt(Node::count).sum();
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS
        ? text
        : text.substring(0, MOST_CHARACTERS) + "… (" + text.length() + ")";
  }

  /**
   * The part of the tree that {@code most} lines behind the first {@code skip} ones show, with what
   * they stand under; and how many lines follow.
   */
  Node window(int skip, int most) {
    int[] passed = {0};
    Node part = window(passed, skip, (long) skip + most);
    long left = Math.max(0, count() - ((long) skip + most));
    if (left == 0) {
      return part;
    }
    List<Node> inside = new ArrayList<>(part.children);
    inside.add(leaf("not shown", left + " lines; --skip " + ((long) skip + most)));
    return new Node(part.name, part.value, inside);
  }

  private Node window(int[] passed, int skip, long end) {
    passed[0]++;
    List<Node> kept = new ArrayList<>();
    for (Node child : children) {
      int size = child.count();
      boolean before = passed[0] + size <= skip;
      boolean behind = passed[0] >= end;
      if (before || behind) {
        passed[0] += size;
      } else {
        kept.add(child.window(passed, skip, end));
      }
    }
    return new Node(name, value, kept);
  }

  /** Indented lines; strangers' characters are made harmless. */
  String text() {
    StringBuilder out = new StringBuilder();
    text(out, "");
    return out.toString();
  }

  private void text(StringBuilder out, String indent) {
    out.append(indent).append(Printable.of(name));
    out.append(value.isEmpty() ? "" : ": " + Printable.of(value)).append('\n');
    children.forEach(child -> child.text(out, indent + "  "));
  }

  /** The same for programs. */
  Map<String, Object> json() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", name);
    members.put("value", value);
    List<Object> beneath = new ArrayList<>();
    children.forEach(child -> beneath.add(child.json()));
    members.put("children", beneath);
    return members;
  }
}
