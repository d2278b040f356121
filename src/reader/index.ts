export {
  BigIntForm,
  CharForm,
  DecimalForm,
  InstForm,
  Keyword,
  ListForm,
  MapForm,
  Opaque,
  RatioForm,
  RegexForm,
  SetForm,
  Sym,
  TaggedForm,
  UuidForm,
  VectorForm,
} from "./forms.js";
export type { Form } from "./forms.js";
export { EOF, Reader, readAll } from "./reader.js";
export type { ReaderOptions, Resolver } from "./options.js";
export { printForm } from "./print.js";
export { formEquals, formKey } from "./equal.js";
