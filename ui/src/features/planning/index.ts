export { OutlineEditorScreen } from './OutlineEditor';
export { OutlineList } from './OutlineList';
export { PlanningScreen } from './PlanningScreen';
export { StopEditorScreen } from './StopEditor';
export { WorkshopEditorScreen } from './WorkshopEditor';
export { WorkshopScreen } from './WorkshopScreen';
