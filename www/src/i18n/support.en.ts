export default {
  'support.sees': '{name} of the company is looking at this page as you see it.',
  'support.acts': '{name} of the company is acting here for you.',
  'support.you_see':
    'You see the portal as the customer sees it. Both sides see this, and each step is kept.',
  'support.you_act':
    'You act for the customer, in your own name. Both sides see this, and each step is kept.',
};
