import common from './common.fr';

export default { ...common };
