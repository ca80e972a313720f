export { FollowUpEditorScreen } from './FollowUpEditor';
export { RelancesScreen } from './RelancesScreen';
