export { BeneficiaryList } from './BeneficiaryList';
export { ImportScreen } from './ImportScreen';
export { BeneficiaryFileScreen } from './BeneficiaryFileScreen';
export { BeneficiaryEditorScreen } from './BeneficiaryEditor';
