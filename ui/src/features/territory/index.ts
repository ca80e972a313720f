export { TerritoryEditorScreen } from './TerritoryEditor';
export { TerritoryFileScreen } from './TerritoryFileScreen';
export { TerritoryList } from './TerritoryList';
