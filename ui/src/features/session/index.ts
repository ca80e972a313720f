export { SessionEdit } from './SessionEdit';
export { SessionList } from './SessionList';
export { SessionNew } from './SessionNew';
export { TagsScreen } from './TagsScreen';
