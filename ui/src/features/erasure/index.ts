export { ErasuresScreen } from './ErasuresScreen';
