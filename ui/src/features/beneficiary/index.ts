export { BeneficiaryList } from './BeneficiaryList';
export { BeneficiaryFileScreen } from './BeneficiaryFileScreen';
export { BeneficiaryEditorScreen } from './BeneficiaryEditor';
