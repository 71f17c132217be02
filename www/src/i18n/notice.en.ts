/* Words of notices in the portal. */
export default {
  'action.undo': 'Undo',
  'action.undone': 'Taken back: {what}',
};
