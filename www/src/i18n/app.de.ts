import common from './common.de';

export default { ...common };
