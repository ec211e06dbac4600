package org.xinfu.trust.cli;

import java.io.InputStream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/** A document that tells how often it was read. */
record CountedSource(DocumentSource watched, WatchedSource.Count count) implements DocumentSource {
  CountedSource(DocumentSource source) {
    this(source, new WatchedSource.Count());
  }

  CountedSource {
    watched = count.watch(watched);
  }

  String passes() {
    return ", read " + Math.round((double) count.read().get() / length()) + " times";
  }

  @Override
  public long length() {
    return watched.length();
  }

  @Override
  public Bytes read(long offset, int length) {
    return watched.read(offset, length);
  }

  @Override
  public InputStream stream() {
    return watched.stream();
  }
}
