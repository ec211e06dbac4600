/**
 * Rules of seal administration (GB/T 33841, 国办发〔2025〕33号): plain values, no Spring, no database.
 */
@NullMarked
package org.xinfu.seal.domain;

import org.jspecify.annotations.NullMarked;
