// Nothing. The page asks for this file once it is locked, to see that it cannot have it (controllers/break_out.js).
export {};
