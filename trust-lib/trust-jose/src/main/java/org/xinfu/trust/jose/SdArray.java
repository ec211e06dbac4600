package org.xinfu.trust.jose;

import java.util.ArrayList;
import java.util.List;

/** An array of an SD-JWT to be issued, some of whose elements may be withheld. */
public record SdArray(List<Item> items, int decoys) {
  /** One element; values as in {@link SdObject}. */
  public record Item(Object value, boolean hidden) {}

  public SdArray {
    items = List.copyOf(items);
  }

  /** No elements yet. */
  public static SdArray empty() {
    return new SdArray(List.of(), 0);
  }

  /** The same with an element that every verifier sees. */
  public SdArray with(Object value) {
    return added(new Item(value, false));
  }

  /** The same with an element that the holder may withhold. */
  public SdArray withHidden(Object value) {
    return added(new Item(value, true));
  }

  /** The same with {@code count} digests of nothing. */
  public SdArray withDecoys(int count) {
    return new SdArray(items, count);
  }

  private SdArray added(Item item) {
    List<Item> more = new ArrayList<>(items);
    more.add(item);
    return new SdArray(more, decoys);
  }
}
