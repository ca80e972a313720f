export { CorbeilleScreen } from './CorbeilleScreen';
