package org.xinfu.seal.web;

import java.util.List;
import org.xinfu.seal.domain.Page;

/**
 * A part of a list.
 *
 * @param page from 0
 * @param total of all parts
 */
public record PageBody<T>(List<T> items, int page, int size, long total) {
  public PageBody {
    items = List.copyOf(items);
  }

  /** The items of this page. */
  public static <T> PageBody<T> of(List<T> items, Page page, long total) {
    return new PageBody<>(items, page.number(), page.size(), total);
  }
}
