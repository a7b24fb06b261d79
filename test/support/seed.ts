import fc from 'fast-check';

// A check of the same commit plays the same conversations, so that what it finds was brought by the change. Others are
// played by `npm run explore`.
if (!process.env.EXPLORE) fc.configureGlobal({ seed: 20_261_122 });
