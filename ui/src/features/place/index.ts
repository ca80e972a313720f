export { PlaceEditorScreen } from './PlaceEditor';
export { PlaceFileScreen } from './PlaceFileScreen';
export { PlaceImport } from './PlaceImport';
export { PlaceList } from './PlaceList';
