package org.xinfu.trust.seal;

/**
 * Something that real producers write although the standard has it otherwise; strict refuses it.
 *
 * @param what in words, with the field
 * @param signed whether a signature protects it: then its signer wrote it so. Outside, anybody may
 *     have written it afterwards, so that interop leaves it open instead of passing over it.
 */
record Deviation(String what, boolean signed) {
  Deviation(String what) {
    this(what, true);
  }
}
