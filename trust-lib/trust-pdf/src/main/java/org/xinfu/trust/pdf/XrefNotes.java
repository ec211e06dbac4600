package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** What is noted while cross-reference sections are read; {@link XrefTable} says what it means. */
final class XrefNotes {
  private final Set<Long> trailers = new HashSet<>();
  private final NavigableMap<Long, Long> parts = new TreeMap<>();
  private final List<String> oddities = new ArrayList<>();
  private final List<String> doubts = new ArrayList<>();
  private final List<String> contradictions = new ArrayList<>();

  /** Notes the same once more. */
  void add(XrefNotes other) {
    trailers.addAll(other.trailers);
    parts.putAll(other.parts);
    oddities.addAll(other.oddities);
    doubts.addAll(other.doubts);
    contradictions.addAll(other.contradictions);
  }

  void trailer(long at) {
    trailers.add(at);
  }

  void part(long from, long to) {
    parts.put(from, to);
  }

  void contradiction(String what) {
    contradictions.add(what);
  }

  void oddity(String what) {
    oddities.add(what);
  }

  void doubt(String what) {
    doubts.add(what);
  }

  Set<Long> trailers() {
    return trailers;
  }

  NavigableMap<Long, Long> parts() {
    return parts;
  }

  List<String> oddities() {
    return List.copyOf(oddities);
  }

  List<String> doubts() {
    return List.copyOf(doubts);
  }

  List<String> contradictions() {
    return List.copyOf(contradictions);
  }
}
