import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { readdirSync } from 'node:fs';

const features = readdirSync(new URL('./src/features', import.meta.url));

const tauri = {
  group: ['@tauri-apps/*'],
  message: 'Only src/platform talks to Tauri: call platform.invoke instead.',
};
const above = (rooms, why) => ({ group: rooms.flatMap((r) => [`**/${r}/*`, `**/${r}`]), message: why });
const rooms = (files, patterns) => ({
  files,
  ignores: ['**/*.test.ts', '**/*.test.tsx'],
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [tauri, ...patterns] }] },
});

export default tseslint.config(
  { ignores: ['public', 'dist', 'node_modules', 'src/platform/generated', '*.config.js', '*.config.ts', 'scripts'] },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      'no-restricted-globals': ['error', 'localStorage', 'sessionStorage', 'indexedDB'],
      'no-console': 'error',
    },
  },
  // Arrows point down: app → features → pieces → kit; platform stands beside, below features.
  rooms(['src/app/**', 'src/main.tsx'], []),
  rooms(['src/kit/**'], [above(['features', 'app', 'pieces'], 'The kit knows no feature.')]),
  rooms(['src/pieces/**'], [above(['features', 'app'], 'A piece is shared by features and knows none.')]),
  {
    files: ['src/platform/**'],
    ignores: ['**/*.test.ts', '**/*.test.tsx'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [above(['features', 'app', 'pieces', 'kit'], 'The platform knows no screen.')] },
      ],
    },
  },
  ...features.map((feature) =>
    rooms(
      [`src/features/${feature}/**`],
      [
        above(['app'], 'A feature does not know the frame around it.'),
        above(
          features.filter((other) => other !== feature),
          'A feature imports no other feature: put what is shared in src/pieces or src/kit.',
        ),
      ],
    ),
  ),
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'src/testing/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
