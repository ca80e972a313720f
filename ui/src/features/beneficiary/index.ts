export { BeneficiaryList } from './BeneficiaryList';
export { ImportScreen } from './ImportScreen';
export { BeneficiaryFileScreen } from './BeneficiaryFileScreen';
export { BeneficiaryEditorScreen } from './BeneficiaryEditor';
export { BeneficiaryHistoryScreen } from './HistoryScreen';
export { DuplicatesScreen } from './DuplicatesScreen';
export { MergeScreen } from './MergeScreen';
