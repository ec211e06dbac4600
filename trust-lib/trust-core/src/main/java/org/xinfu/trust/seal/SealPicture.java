package org.xinfu.trust.seal;

import org.xinfu.trust.Bytes;

/**
 * What a seal looks like, SES_ESPictrueInfo of GB/T 38540.
 *
 * @param type as written, e.g. {@code PNG} or {@code ofd}; upper and lower case mean the same
 * @param data the picture file
 */
public record SealPicture(String type, Bytes data, int widthMm, int heightMm) {}
