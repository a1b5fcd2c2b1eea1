/** On Linux `/proc` is a file system without room for anything. */
export const onLinux = process.platform === 'linux' ? test : test.skip;
